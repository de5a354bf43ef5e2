/** `/app/settings`: tabs with panels, and a drawing that follows a slider. */
import { button, element } from "./element.js";

const PANELS = {
  Units: "Kilometres and metres.",
  Pace: "Four kilometres an hour, and a rest at every tarn.",
  Weather: "Rain is fine. Wind above 50 km/h is not.",
};

export function preferences() {
  return [element("h1", {}, "How you like it"), ...tabs(PANELS), ...profile()];
}

/** Arrow keys go from tab to tab; only the chosen one is a stop for the Tab key. */
function tabs(panels) {
  const panel = element("p", { id: "panel", role: "tabpanel", tabIndex: 0 });
  const all = Object.keys(panels).map((name) =>
    button(name, () => choose(name), { role: "tab", id: `tab-${name}` }),
  );
  const list = element("div", { className: "tabs", role: "tablist", ariaLabel: "Kind" }, ...all);

  function choose(name) {
    for (const tab of all) {
      const isChosen = tab.textContent === name;
      tab.ariaSelected = String(isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      tab.setAttribute("aria-controls", panel.id);
    }
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    panel.textContent = panels[name];
  }
  list.addEventListener("keydown", ({ key, target }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (by === undefined) return;
    const next = all[(all.indexOf(target) + by + all.length) % all.length];
    choose(next.textContent);
    next.focus();
  });
  choose("Units");
  return [list, panel];
}

function profile() {
  const canvas = element("canvas", { width: 640, height: 200, role: "img" });
  canvas.ariaLabel = "Profile of a walk";
  const climb = element("input", { type: "range", id: "climb", min: 10, max: 100, value: 60 });
  const draw = () => drawHills(canvas, Number(climb.value) / 100);
  climb.addEventListener("input", draw);
  draw();
  const label = element("label", { htmlFor: climb.id }, "How steep it may be");
  return [element("p", { className: "actions" }, label, climb), canvas];
}

/** `steepness` from 0 to 1: the height of the highest hill, as a part of the picture's. */
function drawHills(canvas, steepness) {
  const { width, height } = canvas;
  const drawing = canvas.getContext("2d");
  drawing.clearRect(0, 0, width, height);
  drawing.fillStyle = "#8aa094";
  drawing.beginPath();
  drawing.moveTo(0, height);
  const hills = [0.4, 0.7, 0.35, 1, 0.5, 0.8, 0.3];
  hills.forEach((hill, index) => {
    drawing.lineTo((index / (hills.length - 1)) * width, height * (1 - 0.9 * hill * steepness));
  });
  drawing.lineTo(width, height);
  drawing.fill();
}
