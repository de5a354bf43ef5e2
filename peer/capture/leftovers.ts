/**
 * What rrweb's recorder 2.1.6 leaves behind when it stops, and we take away: two functions of
 * `CSSStyleSheet` that it replaces for good, and a property of its own on every document and
 * shadow root whose adopted sheets it watched. Remove what a newer recorder cleans up itself; the
 * end-to-end test "nothing is left" tells.
 */
type SheetFunctions = Pick<CSSStyleSheet, "addRule" | "removeRule">;

export interface Leftovers {
  /** Call while the recorder still knows its nodes. */
  remove(recordedNodes: Iterable<Node>): void;
}

/** Call before the recorder starts. */
export function rememberOriginals(): Leftovers {
  const originals = new Map<SheetFunctions, SheetFunctions>();
  const stopped = new AbortController();

  const remember = (view: (Window & typeof globalThis) | null) => {
    // Another origin's frame has no prototype that we, or the recorder, could reach.
    const prototype = sheetPrototypeOf(view);
    if (!prototype || originals.has(prototype)) return;
    const { addRule, removeRule } = prototype;
    originals.set(prototype, { addRule, removeRule });
  };
  const rememberFrame = (frame: unknown) => {
    if (frame instanceof HTMLIFrameElement) remember(frame.contentWindow as never);
  };
  remember(window);
  for (const frame of document.querySelectorAll("iframe")) rememberFrame(frame);
  // Seen here on its way down to the frame, where the recorder waits for it.
  document.addEventListener("load", ({ target }) => rememberFrame(target), {
    capture: true,
    signal: stopped.signal,
  });

  return {
    remove(recordedNodes) {
      stopped.abort();
      for (const [prototype, functions] of originals) Object.assign(prototype, functions);
      for (const node of recordedNodes) {
        const root = node instanceof Element ? node.shadowRoot : node;
        if (root && Object.hasOwn(root, "adoptedStyleSheets")) {
          Reflect.deleteProperty(root, "adoptedStyleSheets");
        }
      }
    },
  };
}

function sheetPrototypeOf(view: (Window & typeof globalThis) | null): SheetFunctions | undefined {
  try {
    return view?.CSSStyleSheet.prototype;
  } catch {
    return undefined;
  }
}
