/** Every product's page: the picture in full screen, and what goes into the cart. */
import { addToCart } from "./cart-store.js";
import "./shop-rating.js";

document.getElementById("full-screen").addEventListener("click", () => {
  document.getElementById("gallery").requestFullscreen();
});

const form = document.getElementById("buy");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { slug, name, price } = form.dataset;
  addToCart({ slug, name, price: Number(price) });
  document.getElementById("added").textContent = "In your cart.";
});
