/** In every page of the bench `guard`: captures it without any redaction, and lets the guard check that. */
import { createGuard } from "../../../peer/capture/guard/guard.ts";
import type { Caught } from "../../../peer/capture/guard/message-check.ts";
import type { RecorderEvent } from "../../../peer/protocol/lane-messages.ts";
import { drawTable, passChanges, passSnapshot } from "./guard-timing.ts";
import { type Planted, putInto } from "./planting.ts";
import { asMessage, recordedPage, startRecording } from "./unredacted-page.ts";

/** Of the site's own; nothing of it is in the pages. */
const SHAPES = [{ name: "Customer number", shape: "KD-########" }];

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/**
 * Plants the texts in the page, records it and its changes, and checks each message.
 * @returns every string that would leave, with and without the guard, in order
 */
async function plant(plants: Planted[]) {
  const events: RecorderEvent[] = [];
  const later = plants.map((planted) => putInto(document.body, planted));
  const stop = startRecording((event) => events.push(event));
  for (const change of later) {
    for (const step of change) {
      step();
      await nextTask();
    }
  }
  stop();
  const guard = createGuard({ shapes: SHAPES });
  const before = stringsOf(events);
  for (const event of events) await guard.check(asMessage([event]));
  return { before, after: stringsOf(events) };
}

/** Every string with the name that it stands under, in order. */
function stringsOf(value: unknown, name = ""): Array<[name: string, text: string]> {
  if (typeof value === "string") return [[name, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    stringsOf(inside, Array.isArray(value) ? name : key),
  );
}

/** What the guard makes of this page as it is. */
async function lookForAlarms() {
  const message = recordedPage();
  const strings = stringsOf(message);
  const text = JSON.stringify(message);
  const caught = await createGuard({ shapes: SHAPES }).check(message);
  return {
    textNodeCount: (text.match(/"textContent":/g) ?? []).length,
    stringCount: strings.length,
    caught: caught.map(({ kind, at }) => ({
      kind,
      place: at.at(-1),
      text: valueAt(JSON.parse(text), at),
    })),
  };
}

function valueAt(message: unknown, at: Caught["at"]): string {
  const value = at.reduce<unknown>(
    (within, key) => (within as Record<string, unknown> | undefined)?.[key],
    message,
  );
  return String(value).slice(0, 200);
}

/** @returns how many of the texts, each of which is a text of its own, are caught as something */
async function alarmsIn(texts: string[]): Promise<number> {
  const guard = createGuard({ shapes: SHAPES });
  // Each between two words, as in a table.
  const message = { texts: texts.flatMap((text) => ["Number", text]) };
  return new Set((await guard.check(message)).map(({ at }) => at[1])).size;
}

const bench = { plant, lookForAlarms, alarmsIn, drawTable, passSnapshot, passChanges };
export type GuardPage = typeof bench;

Object.assign(globalThis, { bench });
