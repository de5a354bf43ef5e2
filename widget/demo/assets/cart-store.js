/** The cart, kept in this browser. */
const KEY = "tarn-cart";

export function cartLines() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

export function saveCart(lines) {
  localStorage.setItem(KEY, JSON.stringify(lines));
}

export function addToCart({ name, price }) {
  const lines = cartLines();
  const known = lines.find((line) => line.name === name);
  if (known) known.count += 1;
  else lines.push({ name, price, count: 1 });
  saveCart(lines);
}
