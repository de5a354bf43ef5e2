/** The product page: colours, sizes, the size guide, and what goes into the cart. */
import { addToCart } from "./cart-store.js";
import "./shop-rating.js";

const form = document.getElementById("buy");
for (const radio of form.elements.namedItem("colour")) {
  radio.addEventListener("change", () => {
    document.getElementById("colour-name").value = radio.value;
  });
}
for (const size of form.querySelectorAll(".sizes button")) {
  size.addEventListener("click", () => {
    for (const other of form.querySelectorAll(".sizes button"))
      other.classList.toggle("on", other === size);
  });
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  addToCart({ name: document.querySelector("h1").textContent, price: Number(form.dataset.price) });
  document.getElementById("added").textContent = "In your cart.";
});

const guide = document.getElementById("size-guide");
document.getElementById("open-size-guide").addEventListener("click", () => guide.showModal());
document.getElementById("close-size-guide").addEventListener("click", () => guide.close());
document.getElementById("full-screen").addEventListener("click", () => {
  document.getElementById("gallery").requestFullscreen();
});

const wishes = document.getElementById("made-for-you");
wishes.elements.namedItem("load").addEventListener("input", ({ target }) => {
  document.getElementById("load-kilos").value = target.value;
});
wishes.addEventListener("submit", (event) => event.preventDefault());
