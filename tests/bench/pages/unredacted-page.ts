/** What the bench `guard` lets the guard check: a page as our capture records it, without redaction. */
import { record } from "@rrweb/record";
import type { PageMessage, RecorderEvent } from "../../../peer/protocol/lane-messages.ts";

export const INCREMENTAL = 3;
const LOADED = 1;

/** As our capture records, but that nothing is redacted. */
export function startRecording(onEvent: (event: RecorderEvent) => void): () => void {
  const stop = record({
    emit: (event) => onEvent(event as unknown as RecorderEvent),
    maskAllInputs: false,
    sampling: { mousemove: false, mouseInteraction: false, scroll: 16, media: 800 },
    keepIframeSrcFn: () => false,
  });
  if (!stop) throw new Error("the recorder has not begun");
  return stop;
}

export const asMessage = (events: RecorderEvent[]): PageMessage =>
  events.every(({ type }) => type === INCREMENTAL)
    ? { type: "page.changed", epoch: 1, seq: 1, events }
    : {
        ...{ type: "page.snapshot" as const, epoch: 1, widthPx: 1280, heightPx: 800 },
        ...{ colorScheme: "light" as const, events },
      };

export function recordedPage(): PageMessage {
  const events: RecorderEvent[] = [];
  startRecording((event) => events.push(event))();
  return asMessage(events.filter(({ type }) => type !== LOADED));
}
