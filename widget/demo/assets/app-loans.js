/** `/app/orders` and `/app/orders/17`: what is borrowed, and one loan that can be made longer. */
import { button, element } from "./element.js";

const row = (...cells) => element("tr", {}, ...cells);
const cell = (...content) => element("td", {}, ...content);
const heading = (text) => element("th", { scope: "col" }, text);

export function loans() {
  return [
    element("h1", {}, "Gear you have borrowed"),
    element(
      "table",
      {},
      element("thead", {}, row(heading("Number"), heading("What"), heading("Due"))),
      element(
        "tbody",
        {},
        row(
          cell(element("a", { href: "/app/orders/17", className: "in-text" }, "Loan 17")),
          cell("Two poles"),
          cell("Sunday"),
        ),
        row(cell("Loan 16"), cell("A stove"), cell("Brought back")),
      ),
    ),
  ];
}

export function oneLoan() {
  const due = element("p", { role: "status" }, "Bring them to any hut on Sunday.");
  const longer = button("Ask for two more days", () => {
    due.textContent = "You have until Tuesday.";
    longer.disabled = true;
  });
  return [
    element("h1", {}, "Two poles, lent to you"),
    due,
    longer,
    element(
      "p",
      {},
      element("a", { href: "/app/orders", className: "in-text" }, "Back to the loans"),
    ),
  ];
}
