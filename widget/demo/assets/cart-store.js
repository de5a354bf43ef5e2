/** The cart, kept in this browser: lines of `{ slug, name, price, count }`, the price in pounds. */
const KEY = "tarn-trail-cart";

export function cartLines() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

export function addToCart({ slug, name, price }) {
  const lines = cartLines();
  const known = lines.find((line) => line.slug === slug);
  if (known) known.count += 1;
  else lines.push({ slug, name, price, count: 1 });
  save(lines);
}

/** A count of 0 takes the line out. */
export function setCount(slug, count) {
  const lines = cartLines().map((line) => (line.slug === slug ? { ...line, count } : line));
  save(lines.filter((line) => line.count > 0));
}

function save(lines) {
  localStorage.setItem(KEY, JSON.stringify(lines));
}
