/** Style sheets that the page's scripts write: text in them that only what is redacted shows. */
import type { Planting, Stage } from "./planting.ts";
import { styledPart } from "./styled-part.ts";

type Run = (stage: Stage, value: string, id: string) => void | Promise<void>;

const later = (
  channel: string,
  place: string,
  run: Run,
  more: Partial<Planting> = {},
): Planting => {
  const { id, html } = styledPart(`later ${channel} ${place}`);
  return {
    ...{ group: "styles", channel, phase: "later", place, form: "word" },
    html,
    run: (stage, value) => run(stage, value, id),
    ...more,
  };
};

/** As the page's script adds one. */
function sheetOf(stage: Stage, css = ""): CSSStyleSheet {
  const style = stage.html("<style></style>");
  style.textContent = css;
  document.head.append(style);
  return (style as HTMLStyleElement).sheet as CSSStyleSheet;
}

const element = (markup: string) => {
  const holder = document.createElement("div");
  holder.innerHTML = markup;
  return holder.firstElementChild as HTMLElement;
};

export const STYLE_WRITES: readonly Planting[] = [
  later("inserted rule", "in a sheet", (stage, v, id) => {
    sheetOf(stage).insertRule(`#${id} .in::before { content: "${v}" }`);
  }),
  later("inserted rule, a task later", "in a sheet", async (stage, v, id) => {
    const sheet = sheetOf(stage, "#none { color: red }");
    await stage.settled();
    sheet.insertRule(`#${id} .in::before { content: "${v}" }`, 1);
  }),
  later("rule in a group", "in a sheet", async (stage, v, id) => {
    const sheet = sheetOf(stage, "@media screen { #none { color: red } }");
    await stage.settled();
    (sheet.cssRules[0] as CSSMediaRule).insertRule(`#${id} .in::before { content: "${v}" }`);
  }),
  later("property of a rule", "in a sheet", async (stage, v, id) => {
    const sheet = sheetOf(stage, `#${id} .in::before { content: "x" }`);
    await stage.settled();
    (sheet.cssRules[0] as CSSStyleRule).style.setProperty("content", `"${v}"`);
  }),
  later("property of a rule, written", "in a sheet", async (stage, v, id) => {
    const sheet = sheetOf(stage, `#${id} .in::before { content: "x" }`);
    await stage.settled();
    (sheet.cssRules[0] as CSSStyleRule).style.content = `"${v}"`;
    (sheet.cssRules[0] as CSSStyleRule).style.setProperty("--says", `"${v}"`);
  }),
  later("whole text of a rule", "in a sheet", async (stage, v, id) => {
    const sheet = sheetOf(stage, `#${id} .in::before { content: "x" }`);
    await stage.settled();
    (sheet.cssRules[0] as CSSStyleRule).style.cssText = `content: "${v}"`;
  }),
  later("selector of a rule", "in a sheet", async (stage, v, id) => {
    const sheet = sheetOf(stage, "#none { color: red }");
    await stage.settled();
    (sheet.cssRules[0] as CSSStyleRule).selectorText = `#${id} [data-name="${v}"]`;
  }),
  later("text of a style element", "in a sheet", async (stage, v, id) => {
    const style = sheetOf(stage, "#none { color: red }").ownerNode as Element;
    await stage.settled();
    style.textContent = `#${id} .in::before { content: "${v}" }`;
  }),
  later("text added to a style element", "in a sheet", async (stage, v, id) => {
    const style = sheetOf(stage, "#none { color: red }").ownerNode as Element;
    await stage.settled();
    style.append(`#${id} .in::before { content: "${v}" }`);
  }),
  later("adopted sheet", "of the document", (_stage, v, id) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`#${id} .in::before { content: "${v}" }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }),
  later("adopted sheet, pushed", "of the document", (_stage, v, id) => {
    const sheet = new CSSStyleSheet();
    sheet.insertRule(`#${id} .in::before { content: "${v}" }`);
    document.adoptedStyleSheets.push(sheet);
  }),
  later("adopted sheet, replaced later", "of the document", async ({ settled }, v, id) => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    await settled();
    sheet.replaceSync(`#${id} .in::before { content: "${v}" }`);
    sheet.insertRule(`#${id} .in::after { content: "${v}" }`);
  }),
  later("adopted sheet, filled in time", "of the document", async ({ settled }, v, id) => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    await settled();
    await sheet.replace(`#${id} .in::before { content: "${v}" }`);
  }),
  later("adopted sheet, property of a rule", "of the document", async ({ settled }, v, id) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`#${id} .in::before { content: "x" }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    await settled();
    (sheet.cssRules[0] as CSSStyleRule).style.setProperty("content", `"${v}"`);
  }),
  later("sheet that nobody adopts", "nowhere", (_stage, v) => {
    new CSSStyleSheet().replaceSync(`p::before { content: "${v}" }`);
  }),
  later("style attribute", "within", (_stage, v, id) => {
    document
      .querySelector(`#${id} .in`)
      ?.setAttribute("style", `--says: "${v}"; list-style-type: "${v}"`);
  }),
  later("style attribute", "on it", async ({ settled }, v, id) => {
    const { style } = document.getElementById(id) as HTMLElement;
    style.setProperty("--says", `"${v}"`);
    await settled();
    style.quotes = `"${v}" "${v}"`;
  }),
  later("style attribute, what is around it", "in the open", (_stage, v, id) => {
    const part = document.getElementById(id) as HTMLElement;
    sheetOf({ html: element } as Stage, `#${id} .in::before { content: var(--says-${id}) }`);
    part.parentElement?.style.setProperty(`--says-${id}`, `"${v}"`);
  }),
  later("animation by script", "within", (_stage, v, id) => {
    const part = document.querySelector(`#${id} .in`) as Element;
    part.animate([{ content: `"${v}"`, "--says": `"${v}"` }, {}], {
      duration: 9_000,
      id: v,
      pseudoElement: "::before",
    });
  }),
  later("registered property", "of the document", (_stage, v, id) => {
    CSS.registerProperty({ name: `--${id}`, syntax: "*", inherits: true, initialValue: `"${v}"` });
    sheetOf({ html: element } as Stage, `#${id} .in::before { content: var(--${id}) }`);
  }),
  later("font by script", "of the document", (_stage, v, id) => {
    document.fonts.add(new FontFace(v, "local('no')"));
    (document.getElementById(id) as HTMLElement).style.fontFamily = v;
  }),
  later(
    "linked sheet, added",
    "in the open",
    ({ html }, v) => {
      const link = html("<link rel='stylesheet'>") as HTMLLinkElement;
      link.href = `/sheet/small-content?says=${v}`;
      const loading = new Promise((resolve) => link.addEventListener("load", resolve));
      document.head.append(link);
      return loading.then(() => {});
    },
    { form: "id" },
  ),
  later("class that brings a rule", "in a sheet", async (stage, v) => {
    // The rule reaches what is open, which becomes redacted in the same task.
    const part = stage.html("<p>x</p>");
    stage.host.append(part);
    await stage.settled();
    part.id = "brought";
    stage.mark(part);
    sheetOf(stage, `#brought::before { content: "${v}" }`);
  }),
];
