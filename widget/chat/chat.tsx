/** The chat window with everything in it. Comes at the first opening, or with a session. */
import { render } from "preact";
import { makeRoomForBar } from "../consent/page-room.ts";
import { isSeen } from "../consent/session-bars.tsx";
import { followTopLayer } from "../consent/top-layer.ts";
import tokens from "../look/tokens.css?inline";
import type { ChatPart, MountChat, WidgetState } from "../widget-api.ts";
import styles from "./chat.css?inline";
import { Chat } from "./chat-window.tsx";
import type { News } from "./news.tsx";

/** What the customer types in the chat is not for the page's shortcuts. */
const TYPED = ["keydown", "keypress", "keyup", "input", "paste"];
/** A status region is read out only if it was there before its words. */
const NEWS_AFTER_MS = 300;
const NEWS_FOR_MS = 8_000;

export const mountChat: MountChat = (context): ChatPart => {
  const { root, host, store } = context;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens + styles);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  let layer = createLayer(root);
  let place: Place = "beside";
  let leavePlace = () => {};
  let question = "";
  let news: News | null = null;
  let newsTimer: ReturnType<typeof setTimeout> | undefined;

  const draw = () =>
    render(
      <Chat
        context={context}
        state={store.state}
        news={news}
        onPreview={() => context.openPreview() || tell("blocked")}
        onDismissNews={() => tell(null)}
      />,
      layer,
    );

  const show = () => {
    const { status } = store.state;
    const hadFocus = root.activeElement !== null;
    const asked = status?.phase === "asked" ? String(status.closesAt) : "";
    const isAskedAnew = asked !== "" && asked !== question;
    question = asked;
    draw();
    // Only a focus that is with us moves: what the customer types in the page stays there.
    if (hadFocus && (isAskedAnew || root.activeElement === null)) takeFocus();
    const next = placeFor(store.state);
    if (next === place) return;
    announce(newsOf(place, next));
    place = next;
    leavePlace();
    leavePlace = settle(host, place, startAnew);
  };

  const startAnew = () => {
    leavePlace();
    render(null, layer);
    layer.remove();
    layer = createLayer(root);
    draw();
    leavePlace = settle(host, place, startAnew);
  };

  /** The question's heading, so that an Enter meant for a message allows nothing; else the text field. */
  const takeFocus = () => {
    const start = [".ask h2", "textarea", ".launcher"].map((part) => root.querySelector(part));
    (start.find((part) => part !== null) as HTMLElement | undefined)?.focus();
  };

  const announce = (next: News | null) => {
    clearTimeout(newsTimer);
    newsTimer = setTimeout(() => tell(next), NEWS_AFTER_MS);
  };
  const tell = (next: News | null) => {
    clearTimeout(newsTimer);
    const hadFocus = root.activeElement !== null;
    news = next;
    draw();
    if (hadFocus && root.activeElement === null) takeFocus();
    if (news) newsTimer = setTimeout(() => tell(null), NEWS_FOR_MS);
  };

  const unsubscribe = store.subscribe(show);
  show();

  return {
    focus() {
      const { activeElement } = document;
      const hasGoneOnInPage = activeElement !== document.body && root.activeElement === null;
      if (!hasGoneOnInPage) takeFocus();
    },
    unmount() {
      clearTimeout(newsTimer);
      unsubscribe();
      leavePlace();
      render(null, layer);
    },
  };
};

function createLayer(root: ShadowRoot): HTMLElement {
  const layer = document.createElement("div");
  layer.className = "layer";
  for (const type of TYPED) layer.addEventListener(type, (event) => event.stopPropagation());
  root.append(layer);
  return layer;
}

/** How we stand in the page: beside it, with a question in front of it, or with bars on it. */
type Place = "beside" | "in-front" | "on-page";

function placeFor({ status }: WidgetState): Place {
  if (isSeen(status)) return "on-page";
  return status?.phase === "asked" ? "in-front" : "beside";
}

/** What a customer has to hear who does not see the bars come and go. */
function newsOf(before: Place, after: Place): News | null {
  if (after === "on-page") return "seen";
  if (after === "in-front") return "asked";
  return before === "on-page" ? "ended" : null;
}

/** @returns leaves the page as it was */
function settle(host: HTMLElement, place: Place, onRewritten: () => void): () => void {
  switch (place) {
    case "beside":
      return () => {};
    case "in-front":
      return followTopLayer({ host, how: "look", onRewritten });
    case "on-page": {
      const room = makeRoomForBar();
      const stopFollowing = followTopLayer({ host, how: "watch", onRewritten, onLook: room.keep });
      return () => {
        stopFollowing();
        room.giveBack();
      };
    }
  }
}
