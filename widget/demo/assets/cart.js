/** The cart page, made by script: rows come, change and go. */
import { cartLines, setCount } from "./cart-store.js";

const template = document.getElementById("line");

function rowOf(line) {
  const row = template.content.cloneNode(true).querySelector("tr");
  row.querySelector("img").src = `/assets/${line.slug}.svg`;
  const link = row.querySelector("a");
  link.href = `/products/${line.slug}`;
  link.textContent = line.name;

  let { count } = line;
  const show = () => {
    row.querySelector("output").value = count;
    row.lastElementChild.textContent = `£${line.price * count}`;
    showTotal();
  };
  const change = (to) => {
    count = to;
    setCount(line.slug, count);
    if (count > 0) return show();
    row.remove();
    showTotal();
    // The button that had the focus is gone: go on from the top, not from nowhere.
    document.getElementById("cart-title").focus();
  };
  for (const button of row.querySelectorAll("[data-by]")) {
    button.ariaLabel += ` ${line.name}`;
    button.addEventListener("click", () => change(count + Number(button.dataset.by)));
  }
  const remove = row.querySelector(".as-link");
  remove.ariaLabel = `Remove ${line.name}`;
  remove.addEventListener("click", () => change(0));
  show();
  return row;
}

function showTotal() {
  const lines = cartLines();
  const total = lines.reduce((sum, { price, count }) => sum + price * count, 0);
  document.getElementById("total").value = `£${total}`;
  document.getElementById("cart").hidden = lines.length === 0;
  document.getElementById("empty").hidden = lines.length > 0;
}

document.getElementById("lines").append(...cartLines().map(rowOf));
showTotal();
