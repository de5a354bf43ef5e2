/** The ways in which a content comes into a redacted part later, or the part around it. */
import type { Stage } from "./planting.ts";

type LaterWay = (stage: Stage, markup: string) => void | Promise<void>;

const holding = ({ html }: Stage, markup: string) => {
  const holder = html("<div></div>");
  holder.innerHTML = markup;
  return holder;
};

/** By phase and place. Each gets a stage of its own for each content. */
export const LATER_WAYS = {
  "later/within": ({ secret }, markup) => void (secret.innerHTML = markup),
  "later/on it": ({ host, mark, ...stage }, markup) => {
    const holder = holding({ host, mark, ...stage }, markup);
    const content = holder.firstElementChild ?? holder;
    mark(content);
    host.append(content);
  },
  "marked in the same task/on it": (stage, markup) => {
    const holder = holding(stage, markup);
    stage.host.append(holder);
    stage.mark(holder.firstElementChild ?? holder);
  },
  "marked in the next microtask/within": (stage, markup) => {
    const holder = holding(stage, markup);
    stage.host.append(holder);
    queueMicrotask(() => stage.mark(holder));
  },
  "marked in the next frame/within": async (stage, markup) => {
    const holder = holding(stage, markup);
    stage.host.append(holder);
    await stage.frame();
    stage.mark(holder);
  },
  "marked in the next frame/on it": async (stage, markup) => {
    const holder = holding(stage, markup);
    stage.host.append(holder);
    await stage.frame();
    stage.mark(holder.firstElementChild ?? holder);
  },
  "after its mark is gone/within": async ({ secret, unmark, settled }, markup) => {
    unmark(secret);
    await settled();
    secret.innerHTML = markup;
  },
  "later/moved out": async ({ host, secret, settled }, markup) => {
    secret.innerHTML = markup;
    await settled();
    host.append(...secret.childNodes);
  },
  "later/in a component": ({ secret }, markup) => {
    secret.attachShadow({ mode: "open" }).innerHTML = markup;
  },
  "later/in a frame": ({ secret, html }, markup) => {
    const frame = html("<iframe></iframe>") as HTMLIFrameElement;
    frame.srcdoc = markup;
    secret.append(frame);
  },
} satisfies Record<string, LaterWay>;

/** In the open, where all is private by default. */
export const OPEN_LATER_WAYS = {
  "later/in the open": ({ host }, markup) => void host.insertAdjacentHTML("beforeend", markup),
} satisfies Record<string, LaterWay>;

export const ALL_LATER_WAYS: Readonly<Record<string, LaterWay>> = {
  ...LATER_WAYS,
  ...OPEN_LATER_WAYS,
};
