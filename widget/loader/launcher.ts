/** The round button, its unread count, and the blurb beside it. Plain DOM: it is on every page. */
import type { WidgetState } from "../widget-api.ts";
import { unreadCount } from "./store.ts";

export interface LauncherActions {
  open(): void;
}

const CHAT =
  "M4.5 3.75h11a1.75 1.75 0 0 1 1.75 1.75v6.5a1.75 1.75 0 0 1-1.75 1.75H9.5L6 16.75v-3H4.5A1.75 1.75 0 0 1 2.75 12V5.5A1.75 1.75 0 0 1 4.5 3.75Z";
const EYE =
  "M2.4 10S5 4.75 10 4.75 17.6 10 17.6 10 15 15.25 10 15.25 2.4 10 2.4 10ZM12.25 10a2.25 2.25 0 1 1-4.5 0 2.25 2.25 0 0 1 4.5 0Z";
const CROSS = "m5 5 10 10M15 5 5 15";

export interface Launcher {
  show(state: WidgetState): void;
  focus(): void;
  /** A double tap on what was there a moment ago is not meant for the button. */
  ignoreDoubleTap(): void;
}

const DOUBLE_TAP_MS = 500;

export function createLauncher(root: ShadowRoot, actions: LauncherActions): Launcher {
  const button = element("button", "launcher");
  button.type = "button";
  button.ariaLabel = "Open chat";
  button.setAttribute("aria-describedby", "unread");
  const count = element("span", "count");
  count.ariaHidden = "true";
  const unread = element("span", "spoken");
  unread.id = "unread";
  const ring = element("i", "ring");
  button.append(icon(CHAT), ring, count);
  let ignoresUntil = 0;
  button.addEventListener("click", ({ timeStamp }) => {
    if (timeStamp > ignoresUntil) actions.open();
  });

  // A status region has to be there before its words are, or they are not read out.
  const blurb = element("div", "blurb");
  blurb.role = "status";
  const words = element("span");
  words.lang = "en";
  words.dir = "ltr";
  const title = element("b");
  const hint = element("small");
  hint.textContent = "Open the chat to answer.";
  words.append(title, hint);
  const dismiss = element("button", "dismiss");
  dismiss.type = "button";
  dismiss.ariaLabel = "Dismiss";
  dismiss.append(icon(CROSS));
  let dismissed = "";
  let asks = "";
  dismiss.addEventListener("click", () => {
    dismissed = asks;
    blurb.replaceChildren();
    button.focus();
  });
  root.append(blurb, button, unread);

  return {
    show(state) {
      const number = unreadCount(state);
      button.hidden = state.isOpen;
      count.hidden = number === 0;
      count.textContent = number > 99 ? "99+" : String(number);
      unread.textContent = number === 0 ? "" : `${number} unread`;
      const isSeen = state.status !== null && !["asked", "ended"].includes(state.status.phase);
      ring.hidden = !isSeen;

      const { status } = state;
      asks =
        status?.phase === "asked" && status.hasBlurb && !status.isAllowed
          ? String(status.closesAt)
          : "";
      const isBlurbDue = asks !== "" && asks !== dismissed && !state.isOpen;
      if (isBlurbDue && blurb.childElementCount === 0) {
        title.textContent = blurb.ariaLabel = "Agent requesting cobrowse";
        blurb.append(icon(EYE), words, dismiss);
      }
      if (!isBlurbDue) {
        blurb.ariaLabel = null;
        blurb.replaceChildren();
      }
    },
    focus: () => button.focus(),
    ignoreDoubleTap() {
      ignoresUntil = performance.now() + DOUBLE_TAP_MS;
    },
  };
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className = "") {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

function icon(path: string): SVGSVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("viewBox", "0 0 20 20");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(namespace, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
}
