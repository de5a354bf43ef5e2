/**
 * What waits for the page lane. Changes wait here and not in the lane, because here they can be
 * given up: a page that changes faster than its lane takes it would be ever further behind, and
 * fill the customer's memory. Then, and when something is too large, one snapshot makes up for all.
 */
import type { PageMessage } from "../protocol/lane-messages.ts";
import { PAGE_BACKLOG_BYTES, PAGE_BACKLOG_MS, PAGE_MESSAGE_BYTES } from "../protocol/limits.ts";
import { encodePageMessage } from "../protocol/relative-ids.ts";

/** The page lane, as far as a capture needs it. */
export interface PageSender {
  send(message: string): Promise<void>;
  /** The same, readable also to who could not read what was sent before. */
  sendAfresh(message: string): Promise<void>;
}

export interface PageOutboxListener {
  /** Changes were given up, and the lane is free for a snapshot that has them. */
  onSnapshotDue(): void;
  /** The page does not fit into one message, though its pictures and sheets travel apart. */
  onTooLarge(): void;
}

export interface PageOutbox {
  send(message: PageMessage): void;
  /** Sends nothing of what waits: the next snapshot makes up for it. */
  giveUpWaiting(): void;
  close(): void;
}

interface Waiting {
  type: PageMessage["type"];
  text: string;
  since: number;
}

export function createPageOutbox(lane: PageSender, listener: PageOutboxListener): PageOutbox {
  let waiting: Waiting[] = [];
  let waitingLength = 0;
  let sending: PageMessage["type"] | undefined;
  let isClosed = false;
  /** Behind: changes were given up, until the next snapshot. Unsendable: so was that. */
  let state: "whole" | "behind" | "unsendable" = "whole";
  /** What waits behind a snapshot is not late: it would be late again behind the next one. */
  let snapshotSentAt = 0;

  const add = (type: PageMessage["type"], text: string) => {
    waiting.push({ type, text, since: Date.now() });
    waitingLength += text.length;
    void sendWaiting();
  };

  const giveUp = (...types: Array<PageMessage["type"]>) => {
    waiting = waiting.filter(({ type }) => !types.includes(type));
    waitingLength = waiting.reduce((length, { text }) => length + text.length, 0);
  };

  const fallBehind = () => {
    state = "behind";
    giveUp("page.changed");
    if (!sending) listener.onSnapshotDue();
  };

  async function sendWaiting(): Promise<void> {
    if (sending) return;
    for (let next = waiting.shift(); next && !isClosed; next = waiting.shift()) {
      sending = next.type;
      waitingLength -= next.text.length;
      const isSnapshot = next.type === "page.snapshot";
      const sent = isSnapshot ? lane.sendAfresh(next.text) : lane.send(next.text);
      // A lane that closes ends the capture by way of the session; there is nobody to tell here.
      await sent.catch(close);
      if (isSnapshot) snapshotSentAt = Date.now();
    }
    sending = undefined;
    if (state === "behind" && !isClosed) listener.onSnapshotDue();
  }

  const isLate = () => {
    if (waitingLength > PAGE_BACKLOG_BYTES) return true;
    const oldest = waiting[0];
    if (!oldest || [sending, oldest.type].includes("page.snapshot")) return false;
    return Date.now() - Math.max(oldest.since, snapshotSentAt) > PAGE_BACKLOG_MS;
  };

  const sendChange = (text: string) => {
    if (state !== "whole") return;
    if (isTooLarge(text)) return fallBehind();
    add("page.changed", text);
    if (isLate()) fallBehind();
  };

  const sendSnapshot = (text: string) => {
    giveUp("page.changed", "page.snapshot");
    if (isTooLarge(text)) {
      state = "unsendable";
      return listener.onTooLarge();
    }
    state = "whole";
    add("page.snapshot", text);
  };

  function close(): void {
    isClosed = true;
    giveUp("page.described", "page.snapshot", "page.changed");
  }

  return {
    send(message) {
      if (isClosed) return;
      const text = encodePageMessage(message);
      switch (message.type) {
        case "page.described":
          return add(message.type, text);
        case "page.snapshot":
          return sendSnapshot(text);
        case "page.changed":
          return sendChange(text);
      }
      message satisfies never;
    },
    giveUpWaiting() {
      state = "whole";
      giveUp("page.described", "page.snapshot", "page.changed");
    },
    close,
  };
}

function isTooLarge(text: string): boolean {
  // Each unit of a string takes one to three bytes; so most need not be counted.
  if (text.length * 3 <= PAGE_MESSAGE_BYTES) return false;
  if (text.length > PAGE_MESSAGE_BYTES) return true;
  return new TextEncoder().encode(text).length > PAGE_MESSAGE_BYTES;
}
