/** Marks in the browser's trace what the guard takes in a page, and what the capture takes. */
import { createGuard, type Guard } from "../../../peer/capture/guard/guard.ts";
import type { PageMessage, RecorderEvent } from "../../../peer/protocol/lane-messages.ts";
import { encodePageMessage } from "../../../peer/protocol/relative-ids.ts";
import { createRandom } from "../random.ts";
import { asMessage, INCREMENTAL, recordedPage, startRecording } from "./unredacted-page.ts";

const WORDS =
  "Ridge Fell pack order delivered shipped customer address number total in stock Keswick Ambleside tarn lamp".split(
    " ",
  );
/** What a page has redacted, and may show elsewhere. */
const REMEMBERED_COUNT = 500;

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const frame = () => new Promise<unknown>((resolve) => requestAnimationFrame(resolve));

/** Draws a table of about so many nodes. */
export async function drawTable({ nodeCount, seed }: { nodeCount: number; seed: number }) {
  const random = createRandom(seed);
  const word = () => WORDS[Math.floor(random() * WORDS.length)];
  const rows = Array.from({ length: Math.round(nodeCount / 8) }, (_, index) => {
    const price = (random() * 400).toFixed(2);
    return `<tr class="row row-${index % 7}" data-id="${1_000 + index}"><td class="cell name">${word()} ${word()} ${word()}</td><td class="cell"><a href="/orders/${index}?from=list" class="link">Order ${10_000 + index}</a></td><td class="cell price">£${price}</td></tr>`;
  });
  document.body.innerHTML = `<table><tbody>${rows.join("")}</tbody></table>`;
  await drawn();
}

async function drawn(): Promise<void> {
  for (let time = 0; time < 3; time += 1) await frame();
  await nextTask();
}

let guard: Guard | undefined;

function busyGuard(): Guard {
  if (guard) return guard;
  guard = createGuard({ shapes: [{ name: "Customer number", shape: "KD-########" }] });
  for (let value = 0; value < REMEMBERED_COUNT; value += 1) {
    guard.remember(`Customer ${value} of Mill Lane ${value * 7}`);
  }
  return guard;
}

function marked<T>(name: string, work: () => T): T {
  performance.mark(`${name}.start`);
  const result = work();
  performance.mark(`${name}.end`);
  return result;
}

/** In tasks of its own, all of which are its. */
async function markGuard(name: string, message: PageMessage): Promise<void> {
  const own = busyGuard();
  await nextTask();
  performance.mark(`${name}.start`);
  await nextTask();
  await own.check(message);
  await nextTask();
  performance.mark(`${name}.end`);
}

/** The page as it is. */
export async function passSnapshot(name: string): Promise<void> {
  const message = marked(`${name}.capture`, () => {
    const recorded = recordedPage();
    encodePageMessage(recorded);
    return recorded;
  });
  await markGuard(`${name}.guard`, message);
}

/** Changes of several sizes, of which the recorder tells before the next task. */
export async function passChanges(name: string): Promise<void> {
  let events: RecorderEvent[] = [];
  const stop = startRecording((event) => {
    if (event.type !== INCREMENTAL) return;
    events.push(event);
    encodePageMessage(asMessage([event]));
  });
  const own = busyGuard();
  const rows = [...document.querySelectorAll("tr")];
  const each = (from: number, to: number, change: (row: Element, at: number) => void) => () => {
    for (const [at, row] of rows.slice(from, to).entries()) change(row, at);
  };
  const changes = [
    ...[3, 10, 20, 30, 40].map((row) => () => write(rows[row], `Order ${row} is on its way`)),
    each(0, 200, (row, at) => write(row, `£${at * 3}.50`)),
    each(0, 300, (row) => row.classList.toggle("chosen")),
    each(0, 100, (row) => row.replaceWith(row.cloneNode(true))),
    each(200, 700, (row) => row.parentNode?.append(row)),
  ];
  for (const change of changes) {
    events = [];
    change();
    performance.mark(`${name}.capture.start`);
    // Behind the recorder, which hears of the change at the end of this task.
    await Promise.resolve();
    performance.mark(`${name}.capture.end`);
    if (events.length === 0) throw new Error("no change was recorded");
    // The page is drawn anew meanwhile, which is nobody's but the page's.
    await drawn();
    performance.mark(`${name}.guard.start`);
    await own.check(asMessage(events));
    performance.mark(`${name}.guard.end`);
    await nextTask();
  }
  stop();
}

function write(row: Element | undefined, text: string): void {
  const node = row?.querySelector(".price")?.firstChild;
  if (node) node.nodeValue = text;
}
