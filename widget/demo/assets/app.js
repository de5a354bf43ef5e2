/** The trip planner: one page that changes its address by itself, as single-page apps do. */
const app = document.getElementById("app");

const trips = ["Angle Tarn by Friday", "Styhead in the rain", "Round of Kirkby"];

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const link = (href, text) => element("a", { href, textContent: text, className: "plain" });

const VIEWS = {
  "/app": () => {
    const counter = element("output", { textContent: "0" });
    const list = element("ul", { className: "rows-list" });
    const draw = (search) =>
      list.replaceChildren(
        ...trips
          .filter((trip) => trip.toLowerCase().includes(search.toLowerCase()))
          .map((trip) => element("li", {}, trip)),
      );
    draw("");
    const search = element("input", {
      type: "search",
      ariaLabel: "Filter trips",
      placeholder: "Filter",
    });
    search.addEventListener("input", () => draw(search.value));
    const add = element("button", {
      type: "button",
      className: "plain",
      textContent: "Add a trip",
    });
    add.addEventListener("click", () => {
      trips.push(`Trip number ${trips.length + 1}`);
      draw(search.value);
    });
    const remove = element("button", {
      type: "button",
      className: "plain",
      textContent: "Remove the last",
    });
    remove.addEventListener("click", () => {
      trips.pop();
      draw(search.value);
    });
    const step = element("button", {
      type: "button",
      className: "plain",
      textContent: "Count a step",
    });
    step.addEventListener("click", () => {
      counter.textContent = String(Number(counter.textContent) + 1);
    });
    return [
      element("h1", { textContent: "Where next" }),
      element("p", {}, search, " ", add, " ", remove),
      list,
      element("p", {}, step, " ", counter, " steps"),
      element(
        "p",
        {},
        link("/app/orders", "Borrowed gear"),
        " ",
        link("/app/settings", "Preferences"),
      ),
    ];
  },
  "/app/orders": () => [
    element("h1", { textContent: "Gear you have borrowed" }),
    element(
      "ul",
      { className: "rows-list" },
      element("li", {}, link("/app/orders/17", "Loan 17"), " two poles"),
    ),
    element("p", {}, link("/app", "To the planner")),
  ],
  "/app/orders/17": () => [
    element("h1", { textContent: "Two poles, due on Sunday" }),
    element("p", { textContent: "Bring them to any hut." }),
    element("p", {}, link("/app/orders", "All borrowed gear")),
  ],
  "/app/settings": () => {
    const canvas = element("canvas", { width: 320, height: 120 });
    const drawing = canvas.getContext("2d");
    drawing.fillStyle = "#8aa094";
    drawing.beginPath();
    drawing.moveTo(0, 120);
    for (const [x, y] of [
      [60, 50],
      [110, 90],
      [180, 20],
      [240, 80],
      [320, 40],
    ])
      drawing.lineTo(x, y);
    drawing.lineTo(320, 120);
    drawing.fill();
    const panel = element("p", { textContent: "Kilometres and metres." });
    const tab = (name, text) => {
      const made = element("button", {
        type: "button",
        className: "plain",
        role: "tab",
        textContent: name,
      });
      made.ariaSelected = String(name === "Units");
      made.addEventListener("click", () => {
        for (const other of made.parentElement.children)
          other.ariaSelected = String(other === made);
        panel.textContent = text;
      });
      return made;
    };
    return [
      element("h1", { textContent: "How you like it" }),
      element(
        "div",
        { className: "tabs", role: "tablist" },
        tab("Units", "Kilometres and metres."),
        tab("Pace", "Four kilometres an hour."),
      ),
      panel,
      canvas,
      element("p", {}, link("/app", "To the planner")),
    ];
  },
};

function show() {
  const view = VIEWS[location.pathname] ?? VIEWS["/app"];
  app.replaceChildren(...view());
  document.title = `${app.querySelector("h1").textContent} · Tarn & Trail`;
}

app.addEventListener("click", (event) => {
  const followed = event.target.closest("a");
  if (!followed || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  history.pushState(null, "", followed.href);
  show();
});
addEventListener("popstate", show);
show();
