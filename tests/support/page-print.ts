/**
 * A print of all that a page's own scripts could tell a guest by: its nodes with their state, also in
 * shadow roots, its globals and their prototypes. One line each, so that two prints of the same page
 * can be held against each other. Runs in the page and in each of its frames, before any other script.
 */
export interface PagePrint {
  /** Nodes, each with its place, attributes and state. Frames print themselves. */
  nodes(): string[];
  /** What is otherwise than when the document was new: of `window` and all that can be reached from it. */
  globals(): string[];
  /** What the page's own observer has heard since the document was new. */
  heard(): string[];
  /** Where the page stands: address, title, focus, selection, scroll, cookies, stored names. */
  standing(): string[];
  /** Of a security policy, as it is or as it would be. */
  violations: string[];
  /** Timers that run, and those that are still to come. */
  timers(): { intervals: number; timeouts: number; frames: number };
}

declare global {
  interface Window {
    pagePrint: PagePrint;
  }
}

/** Written into the page as text: it uses nothing of this module. */
export function installPagePrint(): void {
  // A sandboxed document has no scripts that could tell.
  if (origin === "null") return;
  const ELEMENT = "alongside-widget";
  type Owner = Record<PropertyKey, unknown>;

  const intervals = new Set<unknown>();
  const timeouts = new Set<unknown>();
  const frames = new Set<unknown>();
  const { setInterval, setTimeout, clearTimeout } = window;
  const set = (running: Set<unknown>, start: typeof setTimeout, isOnce: boolean) =>
    function (this: unknown, work: unknown, ...rest: unknown[]) {
      const once = (...words: unknown[]) => {
        if (isOnce) running.delete(timer);
        return (work as (...words: unknown[]) => unknown)(...words);
      };
      const timer: unknown = (start as CallableFunction)(once, ...rest);
      running.add(timer);
      return timer;
    };
  const clear = (timer: unknown) => {
    intervals.delete(timer);
    timeouts.delete(timer);
    clearTimeout(timer as number);
  };
  Object.assign(window, {
    setInterval: set(intervals, setInterval as typeof setTimeout, false),
    setTimeout: set(timeouts, setTimeout, true),
    clearInterval: clear,
    clearTimeout: clear,
  });
  const { requestAnimationFrame, cancelAnimationFrame } = window;
  window.requestAnimationFrame = (draw) => {
    const frame = requestAnimationFrame((time) => {
      frames.delete(frame);
      draw(time);
    });
    frames.add(frame);
    return frame;
  };
  window.cancelAnimationFrame = (frame) => {
    frames.delete(frame);
    cancelAnimationFrame(frame);
  };

  /** Closed ones can be read only if one was there when they were made. */
  const shadowRoots = new WeakMap<Element, ShadowRoot>();
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (options) {
    const root = attachShadow.call(this, options);
    shadowRoots.set(this, root);
    return root;
  };

  const violations: string[] = [];
  addEventListener("securitypolicyviolation", (event) =>
    violations.push(`${event.disposition} ${event.effectiveDirective} ${event.blockedURI}`),
  );

  const heard: string[] = [];
  const isOurs = (node: Node) => node.nodeName.toLowerCase() === ELEMENT;
  const nameOf = (node: Node) => {
    const { id } = node as Element;
    return `${node.nodeName.toLowerCase()}${id ? `#${id}` : ""}`;
  };
  const hear = (records: MutationRecord[]) => {
    for (const { type, target, attributeName, addedNodes, removedNodes } of records) {
      if (isOurs(target)) continue;
      const nodes = [
        ...[...addedNodes].map((node) => `+${nameOf(node)}`),
        ...[...removedNodes].map((node) => `-${nameOf(node)}`),
      ];
      // As it is parsed a page is told of in as many pieces as it came in.
      const pieces = nodes.length === 0 ? [attributeName ?? ""] : nodes;
      for (const piece of pieces) heard.push(`${type} ${nameOf(target)} ${piece}`);
    }
  };
  const observer = new MutationObserver(hear);
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    characterData: true,
  });

  // A frame hears of its own parsing if the browser makes it in two steps, and else not.
  if (window !== parent) {
    addEventListener("DOMContentLoaded", () => {
      observer.takeRecords();
      heard.length = 0;
    });
  }

  const { createElement } = Document.prototype;
  Document.prototype.createElement = function (
    this: Document,
    name: string,
    options?: ElementCreationOptions,
  ) {
    if (name === "iframe") heard.push("somebody makes an iframe");
    return createElement.call(this, name, options);
  } as typeof createElement;

  function print(node: Node, place: string, lines: string[]): void {
    if (isOurs(node)) {
      lines.push(`${place}`);
      return;
    }
    lines.push(`${place} ${stateOf(node)}`.trimEnd());
    const own = Reflect.ownKeys(node).filter((key) => !(node === document && key === "location"));
    for (const key of own) lines.push(`${place} has its own ${String(key)}`);
    const root = shadowRoots.get(node as Element) ?? (node as Partial<Element>).shadowRoot;
    if (root) {
      const inside = `${place} /${root.mode}/`;
      for (const key of Reflect.ownKeys(root)) lines.push(`${inside} has its own ${String(key)}`);
      lines.push(...sheetsOf(root, inside));
      printChildren(root, inside, lines);
    }
    const { content } = node as Partial<HTMLTemplateElement>;
    if (content instanceof DocumentFragment) printChildren(content, `${place} template`, lines);
    printChildren(node, place, lines);
  }

  function printChildren(parent: Node, place: string, lines: string[]): void {
    let number = 0;
    for (const child of parent.childNodes) {
      // Ours is not counted, or it would change the places of what follows it.
      if (!isOurs(child)) number += 1;
      print(child, `${place} > ${nameOf(child)}${isOurs(child) ? "" : `:${number}`}`, lines);
    }
  }

  function stateOf(node: Node): string {
    // Not by `instanceof`: a node that came from a frame has the classes of the frame.
    if (node.nodeType === Node.DOCUMENT_NODE) return "";
    if (node.nodeType !== Node.ELEMENT_NODE) return JSON.stringify(node.nodeValue);
    const element = node as Element;
    const parts = [...element.attributes].map(
      ({ name, value }) => `${name}=${JSON.stringify(value)}`,
    );
    for (const name of STATES) {
      const value = (node as unknown as Owner)[name];
      if (value !== undefined && value !== null && value !== 0 && value !== false) {
        parts.push(`.${name}=${JSON.stringify(value)}`);
      }
    }
    for (const name of PSEUDO_CLASSES) if (element.matches(name)) parts.push(name);
    const { selectedOptions, files } = node as HTMLSelectElement & HTMLInputElement;
    if (selectedOptions) parts.push(`chosen=${[...selectedOptions].map(({ index }) => index)}`);
    if (files) parts.push(`files=${files.length}`);
    const { sheet } = node as Partial<HTMLStyleElement>;
    if (sheet) parts.push(`rules=${JSON.stringify([...sheet.cssRules].map((r) => r.cssText))}`);
    return parts.join(" ");
  }

  const STATES = [
    ...["value", "checked", "indeterminate", "selectedIndex", "disabled", "open", "crossOrigin"],
    ...["scrollTop", "scrollLeft", "currentSrc", "paused", "muted", "volume", "returnValue"],
    ...["selectionStart", "selectionEnd", "inert", "hidden", "contentEditable", "popover"],
  ];
  const PSEUDO_CLASSES = [":modal", ":popover-open", ":fullscreen", ":invalid", ":not(:defined)"];

  function sheetsOf({ adoptedStyleSheets }: DocumentOrShadowRoot, place: string): string[] {
    return [...adoptedStyleSheets].map(
      (sheet) => `${place} has adopted ${[...sheet.cssRules].map((r) => r.cssText).join(" ")}`,
    );
  }

  function standing(): string[] {
    const { activeElement, title, cookie } = document;
    const selection = getSelection();
    return [
      `address ${location.href}`,
      `title ${title}`,
      `focus ${activeElement ? nameOf(activeElement) : "nowhere"}`,
      `selection ${selection?.anchorNode && nameOf(selection.anchorNode)} ${selection?.anchorOffset} ${selection?.focusOffset}`,
      `scroll ${scrollX} ${scrollY}`,
      `history ${history.length} ${JSON.stringify(history.state)} ${history.scrollRestoration}`,
      `cookies ${cookie}`,
      ...Object.keys(localStorage).map((key) => `stored ${key}`),
      ...Object.keys(sessionStorage).map((key) => `stored in the tab ${key}`),
      ...(customElements.get(ELEMENT) ? [`${ELEMENT} is defined`] : []),
      // What a page of the tests has noted of itself.
      ...((window as unknown as { outcome?: string[] }).outcome ?? []),
    ];
  }

  interface Known {
    path: string;
    prototype: unknown;
    descriptors: Map<PropertyKey, PropertyDescriptor>;
  }
  const known = new Map<object, Known>();

  function remember(): void {
    const waiting: Array<[unknown, string]> = [[window, "window"]];
    // They are read by way of accessors, which are not called.
    for (const name of INSTANCES) {
      waiting.push([(window as unknown as Owner)[name], name]);
    }
    // It grows as it is gone through.
    for (const [owner, path] of waiting) {
      const isObject = typeof owner === "object" || typeof owner === "function";
      if (!isObject || owner === null || known.has(owner)) continue;
      const isOtherWindow = Object.prototype.toString.call(owner) === "[object Window]";
      if ((isOtherWindow && owner !== window) || owner === window.pagePrint) continue;
      // The browser's own, which fills it when it likes.
      if (path === "chrome") continue;
      const prototype = Object.getPrototypeOf(owner);
      const descriptors = descriptorsOf(owner);
      known.set(owner, { path, prototype, descriptors });
      waiting.push([prototype, `${path}.__proto__`]);
      for (const [key, { value, get, set }] of descriptors) {
        const inside = path === "window" ? String(key) : `${path}.${String(key)}`;
        waiting.push([value, inside], [get, `get ${inside}`], [set, `set ${inside}`]);
      }
    }
  }

  const INSTANCES = [
    ...["document", "navigator", "history", "location", "screen", "performance", "customElements"],
    ...["crypto", "caches", "indexedDB", "navigation", "visualViewport", "trustedTypes"],
  ];
  /** Named after elements of the page, or told by the browser as it goes. */
  const isLiveOwner = (owner: object) =>
    /WindowProperties|HTMLAllCollection/.test(Object.prototype.toString.call(owner));

  function descriptorsOf(owner: object): Map<PropertyKey, PropertyDescriptor> {
    const found = new Map<PropertyKey, PropertyDescriptor>();
    if (isLiveOwner(owner)) return found;
    for (const key of Reflect.ownKeys(owner)) {
      const descriptor = Reflect.getOwnPropertyDescriptor(owner, key);
      if (descriptor) found.set(key, descriptor);
    }
    return found;
  }

  function globals(): string[] {
    const lines: string[] = [];
    for (const [owner, { path, prototype, descriptors }] of known) {
      if (Object.getPrototypeOf(owner) !== prototype) lines.push(`${path}: another prototype`);
      const now = descriptorsOf(owner);
      for (const key of new Set([...descriptors.keys(), ...now.keys()])) {
        const what = difference(descriptors.get(key), now.get(key));
        if (what) lines.push(`${path}.${String(key)}: ${what}`);
      }
    }
    return lines;
  }

  const PARTS = ["value", "get", "set", "writable", "enumerable", "configurable"] as const;

  function difference(before: PropertyDescriptor | undefined, now: PropertyDescriptor | undefined) {
    if (!now) return "gone";
    if (!before) return `new ${typeof (now.value ?? now.get)}`;
    const changed = PARTS.filter((part) => !Object.is(before[part], now[part]));
    return changed.join(", ");
  }

  window.pagePrint = {
    nodes() {
      const lines = sheetsOf(document, "document");
      print(document, "document", lines);
      return lines;
    },
    globals,
    heard() {
      hear(observer.takeRecords());
      return heard;
    },
    standing,
    violations,
    timers: () => ({
      intervals: intervals.size,
      timeouts: timeouts.size,
      frames: frames.size,
    }),
  };
  remember();
}
