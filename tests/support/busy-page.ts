/**
 * A page that does a bit of everything that a guest might disturb: frames in frames, shadow roots open
 * and closed, forms, dialogs, rules inserted and adopted, wrappers of its own around the browser's
 * functions. What it does is the same each time, and it notes what came back from each call.
 */
import { readFileSync } from "node:fs";
import type { SiteFile } from "./small-site.ts";

const PICTURE = readFileSync("widget/demo/assets/hut.png");

const html = (widgetHost: string) => `<!doctype html>
<html lang="en" class="plain">
<head>
  <meta charset="utf-8">
  <meta name="description" content="All at once">
  <title>Busy</title>
  <link rel="icon" href="/icon.png">
  <link rel="stylesheet" href="/busy.css">
  <script async src="${widgetHost}/widget.js" data-site="demo"></script>
  <script defer src="/busy.js"></script>
</head>
<body>
  <!-- a comment -->
  <h1 id="top">All at once</h1>
  <dialog id="dialog"><p>A dialog</p></dialog>
  <form id="form">
    <input id="text" value="written by the author" placeholder="here">
    <input id="password" type="password" autocomplete="current-password">
    <input id="card" autocomplete="cc-number">
    <input id="hidden" type="hidden" value="campaign">
    <input id="check" type="checkbox"><input id="half" type="checkbox">
    <input id="one" type="radio" name="choice" checked><input id="two" type="radio" name="choice">
    <input id="file" type="file"><input id="range" type="range" value="20"><input id="date" type="date">
    <select id="list"><option>First</option><option selected>Second</option><option>Third</option></select>
    <select id="many" multiple><option>A</option><option selected>B</option><option>C</option></select>
    <textarea id="area">Some words</textarea>
    <button id="send">Order</button>
  </form>
  <div id="edit" contenteditable="true">Edit <b>me</b></div>
  <p class="cobrowse-redacted" id="secret">Nobody else's business</p>
  <ul id="rows"></ul>
  <busy-open id="open"></busy-open>
  <busy-closed id="closed"></busy-closed>
  <div id="declared"><template shadowrootmode="open"><p id="in-declared">Declared</p></template></div>
  <div id="framed"></div>
  <iframe id="frame" src="/frame" title="A frame"></iframe>
  <iframe id="boxed" src="/innermost" sandbox title="Without scripts"></iframe>
  <iframe id="written" srcdoc="&lt;p id=inside&gt;Written&lt;/p&gt;" title="Written"></iframe>
  <img id="kept" src="/kept.png" alt="Kept"><img id="fleeting" src="/fleeting.png" alt="Not kept">
  <picture><source srcset="/source.png"><img id="chosen" src="/other.png" alt="One of two"></picture>
  <svg id="drawing" viewBox="0 0 10 10" width="20" height="20"><defs><circle id="dot" r="4"/></defs><use href="#dot"/></svg>
  <canvas id="canvas" width="20" height="20"></canvas>
  <video id="video" muted></video>
  <div id="pop" popover="manual">A popover</div>
  <details id="details"><summary>More</summary><p>Less</p></details>
  <template id="template"><li>Row</li></template>
  <div id="scroller"><div id="tall">Tall</div></div>
</body>
</html>`;

const css = `
  #scroller { width: 60px; height: 40px; overflow: auto } #tall { height: 400px }
  .painted { background: url(/painted.png); width: 9px; height: 9px }
  @media (min-width: 1px) { .late { color: green } }
  html { padding-top: 3px }`;

const script = `
"use strict";
const by = (id) => document.getElementById(id);
const outcome = [];
const note = (what, work) => {
  try {
    const result = work();
    outcome.push(what + ": " + (typeof result === "object" && result ? result.constructor.name : String(result)));
  } catch (error) {
    outcome.push(what + " throws " + error.constructor.name + " " + error.name);
  }
};
window.outcome = outcome;
window.shop = { isReady: true };

// As a library of its own does that counts what the page does.
const ownCalls = { insertRule: 0, setProperty: 0, value: 0, attachShadow: 0 };
window.ownCalls = ownCalls;
const wrapped = CSSStyleSheet.prototype.insertRule;
CSSStyleSheet.prototype.insertRule = function (...words) {
  ownCalls.insertRule += 1;
  return wrapped.apply(this, words);
};

const own = new CSSStyleSheet();
own.replaceSync("#top { color: rgb(1, 2, 3) }");
document.adoptedStyleSheets = [own];

const component = (mode) => class extends HTMLElement {
  connectedCallback() {
    if (this.isBuilt) return;
    this.isBuilt = true;
    this.root = this.attachShadow({ mode });
    this.root.adoptedStyleSheets = [own];
    const input = document.createElement("input");
    input.value = "in " + mode;
    this.root.append(input, document.createElement("slot"));
  }
};
customElements.define("busy-open", component("open"));
customElements.define("busy-closed", component("closed"));

by("half").indeterminate = true;
by("canvas").getContext("2d").fillRect(2, 2, 9, 9);
by("top").style.setProperty("letter-spacing", "1px");
by("top").ownNote = "kept on a node";
const painted = document.createElement("div");
painted.className = "painted";
document.body.append(painted);
addEventListener("resize", () => {});
setInterval(() => {}, 60_000);

/** Everything once more, while somebody may be watching. */
window.beBusy = async () => {
  const sheet = document.styleSheets[0];
  note("insertRule", () => sheet.insertRule(".more { color: red }", 0));
  note("insertRule at the end", () => sheet.insertRule(".last { color: red }", sheet.cssRules.length));
  note("a bad rule", () => sheet.insertRule("}{"));
  note("a bad place", () => sheet.insertRule(".x {}", 999));
  note("no rule", () => sheet.insertRule());
  note("deleteRule", () => sheet.deleteRule(0));
  note("a bad deleteRule", () => sheet.deleteRule(999));
  note("addRule", () => sheet.addRule(".added", "color: blue"));
  note("removeRule", () => sheet.removeRule(0));
  const media = [...sheet.cssRules].find((rule) => rule instanceof CSSMediaRule);
  note("a nested rule", () => media.insertRule(".nested { color: red }", 0));
  note("a bad nested rule", () => media.insertRule("}{", 0));
  note("a nested deleteRule", () => media.deleteRule(0));
  note("replaceSync", () => own.replaceSync("#top { color: rgb(4, 5, 6) }"));
  note("replaceSync of what is not constructed", () => sheet.replaceSync(""));
  await own.replace("#top { color: rgb(7, 8, 9) }");
  note("a property", () => media.cssRules[0].style.setProperty("color", "olive"));
  note("no property", () => media.cssRules[0].style.removeProperty("color"));
  note("a property of no kind", () => media.cssRules[0].style.setProperty());

  const more = new CSSStyleSheet();
  more.replaceSync(".adopted { color: teal }");
  note("adopting", () => { document.adoptedStyleSheets = [...document.adoptedStyleSheets, more]; });
  note("adopting nonsense", () => { document.adoptedStyleSheets = [1]; });
  note("adopting in a component", () => by("open").root.adoptedStyleSheets.push(more));

  by("top").style.setProperty("letter-spacing", "2px");
  by("text").value = "by script";
  by("password").value = "by script too";
  by("check").checked = true;
  by("two").checked = true;
  by("list").value = "Third";
  by("list").selectedIndex = 0;
  by("many").options[2].selected = true;
  by("area").value = "other words";
  note("a value", () => by("text").value);
  note("a bad value", () => { by("file").value = "no file"; });
  note("a date", () => { by("date").value = "2026-11-26"; return by("date").value; });
  by("text").focus({ preventScroll: true });
  by("text").setSelectionRange(1, 4);
  by("password").type = "text";

  note("attachShadow", () => by("framed").attachShadow({ mode: "open" }).append("Late"));
  note("a second attachShadow", () => by("framed").attachShadow({ mode: "open" }));
  note("define", () => customElements.define("busy-late", class extends HTMLElement {}));
  note("define again", () => customElements.define("busy-late", class extends HTMLElement {}));
  note("nonsense under a parent", () => by("rows").append(document));

  for (let number = 0; number < 40; number += 1) {
    const row = by("template").content.cloneNode(true).firstChild;
    row.textContent = "Row " + number;
    row.dataset.number = number;
    by("rows").append(row);
    if (number % 3 === 0) by("rows").firstChild.remove();
    if (number % 8 === 0) await new Promise(requestAnimationFrame);
  }
  by("kept").src = "/late.png";
  by("kept").alt = "Another";
  await by("kept").decode();
  const lateSheet = document.createElement("link");
  lateSheet.rel = "stylesheet";
  lateSheet.href = "/late.css";
  const arrived = new Promise((resolve) => lateSheet.addEventListener("load", resolve, { once: true }));
  document.head.append(lateSheet);
  await arrived;
  const late = document.createElement("iframe");
  late.id = "late";
  late.src = "/innermost";
  const loaded = new Promise((resolve) => late.addEventListener("load", resolve));
  by("framed").shadowRoot.append(late);
  await loaded;
  const inside = by("frame").contentDocument;
  inside.getElementById("field").value = "written from outside";
  note("a rule in a frame", () => inside.styleSheets[0].insertRule("p { color: red }", 0));
  note("a bad rule in a frame", () => inside.styleSheets[0].insertRule("}{", 0));
  note("a component in a frame", () => inside.getElementById("root").attachShadow({ mode: "open" }));

  by("details").open = true;
  by("pop").showPopover();
  by("dialog").show();
  by("dialog").close("done");
  by("scroller").scrollTop = 30;
  by("open").append("slotted");
  document.documentElement.classList.add("moved");
  document.documentElement.style.setProperty("--accent", "teal");
  document.title = "Busy, and done";
  history.pushState({ at: 1 }, "", "/busy?step=2#end");
  document.cookie = "seen=1";
  sessionStorage.setItem("basket", "3");
  getSelection().collapse(by("edit").firstChild, 2);
};

/** What some frameworks do to what the browser has: it is not what it says it is any more. */
window.taint = () => {
  const { contains } = Node.prototype;
  Node.prototype.contains = function (...words) { return contains.apply(this, words); };
};

/** What a library does that comes late: it puts itself around what the browser has by then. */
window.wrapLate = () => {
  const { attachShadow } = Element.prototype;
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  const { insertRule } = CSSStyleSheet.prototype;
  const { setProperty } = CSSStyleDeclaration.prototype;
  const late = {
    setProperty(...words) { ownCalls.setProperty += 1; return setProperty.apply(this, words); },
    attachShadow(...words) { ownCalls.attachShadow += 1; return attachShadow.apply(this, words); },
    insertRule(...words) { ownCalls.insertRule += 1; return insertRule.apply(this, words); },
    set(text) { ownCalls.value += 1; value.set.call(this, text); },
  };
  Element.prototype.attachShadow = late.attachShadow;
  CSSStyleSheet.prototype.insertRule = late.insertRule;
  CSSStyleDeclaration.prototype.setProperty = late.setProperty;
  Object.defineProperty(HTMLInputElement.prototype, "value", { ...value, set: late.set });
  window.areWrapped = () => ({
    attachShadow: Element.prototype.attachShadow === late.attachShadow,
    insertRule: CSSStyleSheet.prototype.insertRule === late.insertRule,
    setProperty: CSSStyleDeclaration.prototype.setProperty === late.setProperty,
    isValueWrapped: Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set === late.set,
  });
};
`;

const frame = `<!doctype html><link rel="stylesheet" href="/frame.css"><title>Frame</title>
<p>In a frame</p><input id="field"><div id="root"></div><iframe id="nested" src="/innermost" title="Nested"></iframe>`;
const innermost = `<!doctype html><title>Innermost</title><p>Innermost <input value="inner"></p>`;

export function busyFiles(widgetHost: string, headers: Record<string, string>) {
  const page = (body: string): SiteFile => ({ type: "text/html", body, headers });
  const picture = (cacheControl: string): SiteFile => ({
    type: "image/png",
    body: (address) => Buffer.concat([PICTURE, Buffer.from(address)]),
    headers: { "cache-control": cacheControl },
  });
  const kept = picture("private, max-age=600");
  return {
    "/busy": page(html(widgetHost)),
    "/frame": page(frame),
    "/innermost": page(innermost),
    "/busy.css": { type: "text/css", body: css },
    "/late.css": { type: "text/css", body: ".late { color: navy }" },
    "/frame.css": { type: "text/css", body: "p { margin: 2px }" },
    "/busy.js": { type: "text/javascript", body: script },
    "/icon.png": kept,
    "/kept.png": kept,
    "/late.png": kept,
    "/source.png": kept,
    "/other.png": kept,
    "/painted.png": kept,
    "/fleeting.png": picture("no-store"),
  } satisfies Record<string, SiteFile>;
}
