/** The trip planner: one page that changes its address by itself, as single-page apps do. */
import { loans, oneLoan } from "./app-loans.js";
import { preferences } from "./app-preferences.js";
import { planner } from "./app-trips.js";

const VIEWS = {
  "/app": planner,
  "/app/orders": loans,
  "/app/orders/17": oneLoan,
  "/app/settings": preferences,
};

const app = document.getElementById("app");
const main = app.closest("main");

function show() {
  app.replaceChildren(...VIEWS[location.pathname]());
  for (const link of main.querySelectorAll("nav a")) {
    link.ariaCurrent = link.pathname === location.pathname ? "page" : null;
  }
  const heading = app.querySelector("h1");
  heading.tabIndex = -1;
  document.title = `${heading.textContent} · Tarn & Trail`;
}

/** A new view is told to who cannot see it: the focus goes to its heading. */
function showAndTell() {
  show();
  app.querySelector("h1").focus();
}

main.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!isPlain || !link || !VIEWS[link.pathname]) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  showAndTell();
});
addEventListener("popstate", showAndTell);
show();
