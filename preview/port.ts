/**
 * The port over which this window is told what the agent sees: one, from the page that has opened it.
 * To that page this window says that it is ready, and nothing else. Rules: SPEC.md, V1 and V2.
 */
import * as v from "valibot";
import { PREVIEW_PORT, PREVIEW_READY, PreviewMessage } from "../peer/protocol/preview-messages.ts";

/** How often it is looked whether the page is still there, in milliseconds: a tab may go without a word. */
const LOOK_EVERY_MS = 1_000;

/** How often it is looked before nobody is taken to answer. A page that is busy may still do so later. */
const LOOKS_COUNT = 10;

/** What the window shares with who has opened it. */
export type OpenedWindow = Pick<Window, "addEventListener"> & {
  readonly opener: Pick<Window, "postMessage" | "closed"> | null;
};

export interface PortListener {
  onMessage(message: PreviewMessage): void;
  /** The page is there, and has nothing to tell: the session is over, or was never its own. */
  onUnanswered(): void;
  /** The page has gone without a last message. */
  onGone(): void;
}

/** @returns stops listening; false if nobody has opened this window, or nobody who may be known */
export function openPort(opened: OpenedWindow, listener: PortListener): (() => void) | false {
  const { opener } = opened;
  if (!opener) return false;
  const stopped = new AbortController();
  const { signal } = stopped;
  let port: MessagePort | undefined;

  const take = (given: MessagePort) => {
    port = given;
    given.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = v.safeParse(PreviewMessage, data);
      // What is none is left out: the next snapshot has the whole page.
      if (message.success) listener.onMessage(message.output);
    };
  };

  opened.addEventListener(
    "message",
    (event) => {
      const { source, data, ports } = event as MessageEvent<{ type?: unknown } | null>;
      const [given] = ports;
      if (source !== opener || data?.type !== PREVIEW_PORT || !given) return;
      if (port) given.close();
      else take(given);
    },
    { signal },
  );
  let looksCount = 0;
  const timer = setInterval(() => {
    looksCount += 1;
    if (opener.closed) {
      stop();
      listener.onGone();
    } else if (!port && looksCount === LOOKS_COUNT) listener.onUnanswered();
  }, LOOK_EVERY_MS);
  const stop = () => {
    stopped.abort();
    clearInterval(timer);
    port?.close();
  };
  // Whose page it is only that page knows; there is nothing in it.
  opener.postMessage({ type: PREVIEW_READY }, "*");
  return stop;
}
