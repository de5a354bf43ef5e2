/** What else is on the page whose changes are timed: a list of things to buy, about 2,000 nodes. */
const ARTICLES_COUNT = 150;

const CSS = `
  body { margin: 0; font: 15px/1.4 sans-serif; color: #223; background: #f4f4ef }
  .articles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 8px; padding: 8px }
  .articles li { padding: 8px; border: 1px solid #ccd; border-radius: 6px; list-style: none }
  .articles h2 { margin: 0; font-size: 16px }
  section { display: grid; grid-template-columns: repeat(6, 1fr); gap: 4px; padding: 8px }
  section p { height: 20px; margin: 0; overflow: hidden; background: #fff }
`;

export function drawShopWindow(): void {
  const styles = document.createElement("style");
  styles.textContent = CSS;
  document.head.append(styles);
  const list = document.createElement("ul");
  list.className = "articles";
  for (let article = 1; article <= ARTICLES_COUNT; article += 1) {
    const item = document.createElement("li");
    item.innerHTML = `<h2>Article ${article}</h2><p>Made of wool, and <b>waxed</b> by hand.</p>
      <p>£${(article * 37) % 400}</p><button type="button">Add to cart</button>`;
    list.append(item);
  }
  document.body.append(list);
}
