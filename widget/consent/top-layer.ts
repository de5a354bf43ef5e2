/**
 * Keeps the question, and later the way out, within reach. A modal dialog or a full-screen element
 * makes everything outside it inert, so our element moves into it, and back when it closes.
 * Before the customer has allowed anything the page is not watched: it is looked at now and then.
 */
const LOOK_EVERY_MS = 500;

/** `moveBefore` is not in every browser yet. */
type Movable = Omit<Element, "moveBefore"> & Partial<Pick<Element, "moveBefore">>;

/** @returns stops following, with the element back in the body */
export function followTopLayer(host: HTMLElement, how: "watch" | "look"): () => void {
  const stopped = new AbortController();

  const place = () => {
    const parent = topmostElement() ?? document.body;
    if (host.parentElement === parent && host.isConnected) return;
    hide(host);
    move(host, parent);
    // In the top layer of its own: no overflow or transform of the dialog can cut it off.
    if (parent !== document.body) show(host);
  };
  const observer = new MutationObserver((records) => {
    if (records.some(({ target }) => target !== host)) place();
  });
  let timer: ReturnType<typeof setInterval> | undefined;
  if (how === "look") timer = setInterval(place, LOOK_EVERY_MS);
  else {
    observer.observe(document.documentElement, {
      subtree: true,
      childList: true,
      attributeFilter: ["open"],
    });
    document.addEventListener("fullscreenchange", place, { signal: stopped.signal });
  }
  place();

  return () => {
    stopped.abort();
    clearInterval(timer);
    observer.disconnect();
    hide(host);
    if (host.isConnected) move(host, document.body);
    host.removeAttribute("popover");
  };
}

/** The element that people can reach now, if it is not the whole page. */
function topmostElement(): Element | undefined {
  const modals = [...document.querySelectorAll("dialog:modal")];
  const inFullScreen = document.fullscreenElement;
  // A dialog that was opened inside full screen lies above it.
  const topmost = modals.findLast((dialog) => !inFullScreen || inFullScreen.contains(dialog));
  if (topmost) return topmost;
  return inFullScreen && inFullScreen !== document.documentElement ? inFullScreen : undefined;
}

function move(host: HTMLElement, parent: Movable): void {
  // `moveBefore` keeps focus, scroll and animations; where it is missing they start anew.
  if (parent.moveBefore && host.isConnected && parent.isConnected) parent.moveBefore(host, null);
  else parent.append(host);
}

function show(host: HTMLElement): void {
  if (!("popover" in host)) return;
  host.popover = "manual";
  host.showPopover();
}

function hide(host: HTMLElement): void {
  if (host.popover === "manual" && host.matches(":popover-open")) host.hidePopover();
}
