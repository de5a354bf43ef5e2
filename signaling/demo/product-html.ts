/** What the shop's pages say of its products, as HTML. */
import { PRODUCTS, type Product } from "./products.ts";

export function productListHtml(products: readonly Product[]): string {
  return products
    .map(({ slug, name, line, pricePounds }) =>
      [
        `        <li><a href="/products/${slug}">`,
        `<img src="/assets/${slug}.svg" width="800" height="840" alt="" loading="lazy">`,
        `<b>${escapeHtml(name)}</b> <span>${escapeHtml(line)}</span> <span>£${pricePounds}</span></a></li>`,
      ].join(""),
    )
    .join("\n");
}

/** What the placeholders of a product's page stand for. */
export function productPlaceholders(product: Product): Record<string, string> {
  return {
    SLUG: product.slug,
    NAME: escapeHtml(product.name),
    HEADING: escapeHtml(product.heading),
    LINE: escapeHtml(product.line),
    PRICE: String(product.pricePounds),
    RATING: String(product.ratingOfFive),
    REVIEWS: String(product.reviewsCount),
    FACTS: product.facts.map(factHtml).join("\n"),
    GOES_WITH: PRODUCTS.filter(({ slug }) => product.goesWith.includes(slug))
      .map(goesWithHtml)
      .join("\n"),
  };
}

export function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function factHtml([name, value]: readonly [string, string]): string {
  return `        <div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`;
}

function goesWithHtml({ slug, name, pricePounds }: Product): string {
  return [
    `            <li><a href="/products/${slug}">`,
    `<img src="/assets/${slug}.svg" width="800" height="840" alt="" loading="lazy">`,
    `<span>${escapeHtml(name)} <small>£${pricePounds}</small></span></a></li>`,
  ].join("");
}
