/**
 * Keeps the question, and later the way out, in front of the page and within reach. Our element is a
 * popover then, which no overlay, transform or overflow of the page can cover or cut off. A modal
 * dialog, and what fills the screen, makes everything outside it inert, so our element moves into it,
 * and back when it closes.
 * Before the customer has allowed anything the page is not watched: it is looked at now and then.
 */
import { canHold, fillingElement, openStage } from "./full-screen.ts";
import { modalsAnywhere, modalsIn, type Root } from "./modal-dialogs.ts";

const LOOK_EVERY_MS = 500;
/** A page that fights us for its foremost place must not keep the browser busy: then a look is enough. */
const CORRECTIONS_PER_LOOK = 4;
/** What has to be within reach, as far as it is shown. */
const WAYS_OUT = ".page .end, .inchat .end, .two .btn, .launcher";
/** By which pages hide everything but their own dialog. */
const HIDING = ["inert", "hidden", "aria-hidden"];

/** `moveBefore` is not in every browser yet. */
type Movable = Omit<Element, "moveBefore"> & Partial<Pick<Element, "moveBefore">>;

export interface Following {
  host: HTMLElement;
  how: "watch" | "look";
  /** The page has written itself anew, which takes every listener off everything in it. */
  onRewritten(): void;
  /** Now and then, and when what fills the screen changes. */
  onLook?: () => void;
}

/** @returns stops following, with the element back in the body */
export function followTopLayer({ host, how, onRewritten, onLook }: Following): () => void {
  const stopped = new AbortController();
  const page = document.documentElement;
  let modals: Element[] = [];
  let correctionsLeft = CORRECTIONS_PER_LOOK;
  let closeStage: (() => void) | undefined;

  /** @param found - modal dialogs of the page; the one that opened last lies on top */
  const place = (found: readonly Element[]) => {
    if (document.documentElement !== page) {
      if (document.body) onRewritten();
      return;
    }
    const known = modals.filter((dialog) => dialog.matches(":modal"));
    const others = found.filter((dialog) => dialog.getRootNode() !== host.shadowRoot);
    modals = [...new Set([...known, ...others])];
    const filling = modals.at(-1) ?? fillingElement();
    const isOnStage = filling !== undefined && !canHold(filling);
    if (isOnStage !== Boolean(closeStage)) setStage(isOnStage);
    const parent = filling && !isOnStage ? filling : document.body;
    if (!parent || correctionsLeft === 0) return;
    const isHidden = HIDING.some((name) => host.hasAttribute(name));
    const isInPlace = host.parentElement === parent && host.isConnected;
    if (isInPlace && !isHidden) return;
    correctionsLeft -= 1;
    for (const name of HIDING) host.removeAttribute(name);
    if (isInPlace) return;
    hide(host);
    move(host, parent);
    show(host);
  };
  const setStage = (isNeeded: boolean) => {
    closeStage?.();
    closeStage = isNeeded && host.shadowRoot ? openStage(host.shadowRoot) : undefined;
  };
  const raise = () => {
    if (correctionsLeft === 0 || !host.isConnected) return;
    correctionsLeft -= 1;
    hide(host);
    show(host);
  };
  const look = () => {
    correctionsLeft = CORRECTIONS_PER_LOOK;
    onLook?.();
    place(modalsIn(document));
    if (!host.isConnected || isWithinReach(host)) return;
    // A dialog within a component is found by going through the whole page: only when need be.
    place(modalsAnywhere());
    raise();
  };

  const observer = new MutationObserver(() => place(modalsIn(document)));
  if (how === "watch") {
    // The document, not its root element: a page may replace even that.
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributeFilter: ["open", ...HIDING],
    });
    const { signal } = stopped;
    document.addEventListener("fullscreenchange", look, { signal });
    document.addEventListener(
      "toggle",
      ({ target }) => {
        if (target !== host && isOpenPopover(target as HTMLElement)) raise();
      },
      { capture: true, signal },
    );
  }
  const timer = setInterval(look, LOOK_EVERY_MS);
  show(host);
  look();

  return () => {
    stopped.abort();
    clearInterval(timer);
    observer.disconnect();
    closeStage?.();
    hide(host);
    if (host.isConnected) move(host, document.body);
    host.removeAttribute("popover");
  };
}

function isWithinReach(host: HTMLElement): boolean {
  const root = host.getRootNode() as Root;
  return [...(host.shadowRoot?.querySelectorAll(WAYS_OUT) ?? [])].every((control) => {
    const { x, y, width, height } = control.getBoundingClientRect();
    return width === 0 || root.elementFromPoint(x + width / 2, y + height / 2) === host;
  });
}

function move(host: HTMLElement, parent: Movable): void {
  if (host.parentNode === parent) return;
  // `moveBefore` keeps focus, scroll and animations; where it is missing they start anew.
  if (parent.moveBefore && host.isConnected && parent.isConnected) parent.moveBefore(host, null);
  else parent.append(host);
}

function show(host: HTMLElement): void {
  if (!("popover" in host) || !host.isConnected) return;
  host.popover = "manual";
  host.showPopover();
}

function hide(host: HTMLElement): void {
  if (isOpenPopover(host)) host.hidePopover();
}

/** A browser without popovers does not know the selector either. */
function isOpenPopover(element: HTMLElement): boolean {
  return Boolean(element.popover) && element.matches(":popover-open");
}
