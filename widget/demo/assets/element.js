/** Makes an element: `element("a", { href: "/app" }, "Trips")`. */
export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** Makes a plain button that does something. */
export function button(text, onClick, properties = {}) {
  const made = element("button", { type: "button", className: "plain", ...properties }, text);
  made.addEventListener("click", onClick);
  return made;
}
