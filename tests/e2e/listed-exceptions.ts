/**
 * All that a page with Alongside has and the same page without it has not, each with its reason. What
 * is not in this table, `host-untouched.spec.ts` takes for a fault; and so a row that nothing needs.
 */

/** What of a page is held against the same page without us. `server`: what reached the site's own. */
export type Aspect = "nodes" | "globals" | "heard" | "standing" | "requests" | "console" | "server";

export interface ListedException {
  aspect: Aspect;
  /** Of whole lines of the print, in the page or in one of its frames. */
  line: RegExp;
  why: string;
  /** What takes it away again. What has happened, such as a request, is not taken back. */
  until: "end of the session" | "shutdown" | "never";
}

const anywhere = (line: string) => new RegExp(`^(?:in \\S+: )?${line}$`);

const recorder = (name: string, why: string): ListedException => ({
  aspect: "globals",
  line: anywhere(`${name.replaceAll(".", "\\.")}: (?:value|set|new function)`),
  why: `the recorder: ${why}`,
  until: "end of the session",
});

const RULES = "the rules of a sheet change without a change of any node";
const FIELDS = "a script fills in a field without an event";

export const LISTED_EXCEPTIONS: readonly ListedException[] = [
  {
    aspect: "nodes",
    line: /^document > .* > alongside-widget$/,
    why: "our element: last in the body, or in a dialog that makes all outside it inert",
    until: "shutdown",
  },
  {
    aspect: "heard",
    line: /^childList \S+ [+-]alongside-widget$/,
    why: "it comes, goes into a dialog and out of it, and goes",
    until: "shutdown",
  },
  {
    aspect: "globals",
    line: /^window\.alongside: new function$/,
    why: "what the page calls us by",
    until: "shutdown",
  },
  {
    aspect: "nodes",
    line: /^document has adopted :root:not\(#a#a\) \{ padding-top: \d\dpx !important; \}$/,
    why: "room for the bar on top of the page",
    until: "end of the session",
  },
  {
    aspect: "standing",
    line: anywhere("stored alongside\\.demo\\.token"),
    why: "the conversation goes on at the next visit",
    until: "never",
  },
  {
    aspect: "standing",
    line: anywhere("stored in the tab alongside\\.demo\\.open"),
    why: "the chat is as open on the next page as on this one",
    until: "shutdown",
  },
  {
    aspect: "standing",
    line: anywhere("stored in the tab alongside\\.demo\\.session"),
    why: "the session goes on on the next page",
    until: "end of the session",
  },
  recorder("CSSStyleSheet.prototype.insertRule", RULES),
  recorder("CSSStyleSheet.prototype.deleteRule", RULES),
  recorder("CSSStyleSheet.prototype.addRule", RULES),
  recorder("CSSStyleSheet.prototype.removeRule", RULES),
  recorder("CSSStyleSheet.prototype.replace", RULES),
  recorder("CSSStyleSheet.prototype.replaceSync", RULES),
  recorder("CSSGroupingRule.prototype.insertRule", RULES),
  recorder("CSSGroupingRule.prototype.deleteRule", RULES),
  recorder("CSSStyleDeclaration.prototype.setProperty", RULES),
  recorder("CSSStyleDeclaration.prototype.removeProperty", RULES),
  recorder("document.adoptedStyleSheets", "sheets are adopted without a change of any node"),
  {
    aspect: "nodes",
    line: anywhere("document.* has its own adoptedStyleSheets"),
    why: "the recorder: the same, of a document and of each shadow root in it",
    until: "end of the session",
  },
  recorder("HTMLInputElement.prototype.value", FIELDS),
  recorder("HTMLInputElement.prototype.checked", FIELDS),
  recorder("HTMLSelectElement.prototype.value", FIELDS),
  recorder("HTMLSelectElement.prototype.selectedIndex", FIELDS),
  recorder("HTMLTextAreaElement.prototype.value", FIELDS),
  recorder("Option.prototype.selected", FIELDS),
  recorder("Element.prototype.attachShadow", "what is in a shadow root has an observer of its own"),
  recorder(
    "customElements.define",
    "an element is built anew when its name comes to mean something",
  ),
  {
    aspect: "requests",
    line: /^GET WIDGET\/widget\/chat\.js$/,
    why: "the chat, once the customer opens it",
    until: "never",
  },
  {
    aspect: "requests",
    line: /^POST WIDGET\/v1\/customers$/,
    why: "who the customer is in our chat, once there is one",
    until: "never",
  },
  {
    aspect: "requests",
    line: /^SOCKET WIDGET\/signaling\/customer$/,
    why: "the chat itself",
    until: "never",
  },
  {
    aspect: "requests",
    line: /^GET WIDGET\/widget\/engine\.js$/,
    why: "the engine, once an agent asks",
    until: "never",
  },
  {
    aspect: "requests",
    line: /^GET SITE\/\S+\.(?:png|jpg|webp|svg|css)$/,
    why: "what the page has loaded, once more from the browser's cache: no server is asked",
    until: "never",
  },
  {
    aspect: "console",
    line: /^error Failed to load resource: net::ERR_CACHE_MISS$/,
    why: "the browser tells that the cache has none; the picture is drawn then (docs/adr/0011)",
    until: "never",
  },
];
