/** The cart page, made by script: rows come, change and go. */
import { cartLines, saveCart } from "./cart-store.js";

const body = document.getElementById("lines");

function button(label, text, onClick) {
  const made = document.createElement("button");
  made.className = "plain";
  made.type = "button";
  made.textContent = text;
  made.ariaLabel = label;
  made.addEventListener("click", onClick);
  return made;
}

function show() {
  const lines = cartLines();
  body.replaceChildren(
    ...lines.map((line) => {
      const row = document.createElement("tr");
      const change = (by) => {
        line.count += by;
        saveCart(lines.filter(({ count }) => count > 0));
        show();
      };
      for (const text of [line.name, line.count, `£${line.price * line.count}`]) {
        row.insertCell().textContent = text;
      }
      row.insertCell().append(
        button(`One less ${line.name}`, "−", () => change(-1)),
        button(`One more ${line.name}`, "+", () => change(1)),
        button(`Remove ${line.name}`, "Remove", () => change(-line.count)),
      );
      return row;
    }),
  );
  const total = lines.reduce((sum, { price, count }) => sum + price * count, 0);
  document.getElementById("total").value = `£${total}`;
}

show();
