/** `/app`: a list that is filtered, grows and shrinks, and a counter. */
import { button, element } from "./element.js";

const trips = ["Angle Tarn by Friday", "Styhead in the rain", "Round of Kirkby"];
let stepsCount = 0;

export function planner() {
  const list = element("ul", { className: "rows-list" });
  const found = element("p", { className: "note", role: "status" });
  const search = element("input", { type: "search", ariaLabel: "Filter trips" });
  search.placeholder = "Filter";

  const draw = () => {
    const words = search.value.toLowerCase();
    const matching = trips.filter((trip) => trip.toLowerCase().includes(words));
    list.replaceChildren(...matching.map((trip) => element("li", {}, trip)));
    found.textContent = `${matching.length} of ${trips.length} trips`;
  };
  search.addEventListener("input", draw);
  const add = button("Add a trip", () => {
    trips.push(`Trip number ${trips.length + 1}`);
    draw();
  });
  const remove = button("Remove the last", () => {
    trips.pop();
    draw();
  });

  const steps = element("output", {}, String(stepsCount));
  const count = button("Count a step", () => {
    stepsCount += 1;
    steps.value = stepsCount;
  });
  draw();
  return [
    element("h1", {}, "Where next"),
    element("div", { className: "actions" }, search, add, remove),
    list,
    found,
    element("p", { className: "actions" }, count, element("span", {}, steps, " steps")),
  ];
}
