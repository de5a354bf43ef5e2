/** How long the guard takes in a page, beside what the capture takes. */
import { createGuard, type Guard } from "../../../peer/capture/guard/guard.ts";
import type { RecorderEvent } from "../../../peer/protocol/lane-messages.ts";
import { encodePageMessage } from "../../../peer/protocol/relative-ids.ts";
import { createRandom } from "../random.ts";
import { asMessage, INCREMENTAL, recordedPage, startRecording } from "./unredacted-page.ts";

const nextTask = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

const WORDS =
  "Ridge Fell pack order delivered shipped customer address number total in stock Keswick Ambleside tarn lamp".split(
    " ",
  );

/** Draws a table of about so many nodes; those of the snapshot are counted. */
export function drawTable({ nodeCount, seed }: { nodeCount: number; seed: number }): void {
  const random = createRandom(seed);
  const word = () => WORDS[Math.floor(random() * WORDS.length)];
  const rows = Array.from({ length: Math.round(nodeCount / 8) }, (_, index) => {
    const price = (random() * 400).toFixed(2);
    return `<tr class="row row-${index % 7}" data-id="${1_000 + index}"><td class="cell name">${word()} ${word()} ${word()}</td><td class="cell"><a href="/orders/${index}?from=list" class="link">Order ${10_000 + index}</a></td><td class="cell price">£${price}</td></tr>`;
  });
  document.body.innerHTML = `<table><tbody>${rows.join("")}</tbody></table>`;
}

/** A guard that has values to look for, as in a page with redacted parts. */
function createBusyGuard(): Guard {
  const guard = createGuard({ shapes: [{ name: "Customer number", shape: "KD-########" }] });
  for (let value = 0; value < 500; value += 1)
    guard.remember(`Customer ${value} of Mill Lane ${value * 7}`);
  return guard;
}

let guard: Guard | undefined;

/** Milliseconds that capture and guard take for the page as it is. */
export async function timeSnapshot() {
  guard ??= createBusyGuard();
  const startedAtMs = performance.now();
  const events: RecorderEvent[] = [];
  const stop = startRecording((event) => events.push(event));
  encodePageMessage(asMessage(events));
  const captureMs = performance.now() - startedAtMs;
  stop();
  const checkedAtMs = performance.now();
  await guard.check(asMessage(events));
  return { captureMs, guardMs: performance.now() - checkedAtMs };
}

/** The same for changes of several sizes: the recorder tells of them before the next task. */
export async function timeChanges() {
  guard ??= createBusyGuard();
  let events: RecorderEvent[] = [];
  const stop = startRecording((event) => {
    events.push(event);
    if (event.type === INCREMENTAL) encodePageMessage(asMessage([event]));
  });
  const rows = [...document.querySelectorAll("tr")];
  const each = (from: number, to: number, change: (row: Element, at: number) => void) => () => {
    for (const [at, row] of rows.slice(from, to).entries()) change(row, at);
  };
  const changes = [
    () => textOf(rows[3], "sent"),
    ...[10, 20, 30, 40].map((row) => () => textOf(rows[row], `Order ${row} is on its way`)),
    each(0, 200, (row, at) => textOf(row, `£${at * 3}.50`)),
    each(0, 300, (row) => row.classList.toggle("chosen")),
    each(0, 100, (row) => row.replaceWith(row.cloneNode(true))),
    each(200, 700, (row) => row.parentNode?.append(row)),
  ];
  let [captureMs, guardMs] = [0, 0];
  for (const change of changes) {
    events = [];
    change();
    const changedAtMs = performance.now();
    // Behind the recorder, which hears of the change at the end of this task.
    await Promise.resolve();
    captureMs += performance.now() - changedAtMs;
    if (events.length === 0) throw new Error("no change was recorded");
    const checkedAtMs = performance.now();
    await guard.check(asMessage(events));
    guardMs += performance.now() - checkedAtMs;
    await nextTask();
  }
  stop();
  return { captureMs, guardMs };
}

function textOf(row: Element | undefined, text: string): void {
  const node = row?.querySelector(".price")?.firstChild;
  if (node) node.nodeValue = text;
}

/**
 * The longest time that nothing else in the page has its turn while the guard checks it for the first
 * time, in milliseconds, and how many tasks the browser calls long. And the same while nothing is done:
 * a busy machine has such times too.
 */
export async function longestTask() {
  const startedAtMs = performance.now();
  const message = recordedPage();
  const captureMs = performance.now() - startedAtMs;
  const busy = createBusyGuard();
  // What recording has left over is not the guard's.
  for (let time = 0; time < 20; time += 1) await nextTask();
  let longTaskCount = 0;
  const observer = new PerformanceObserver((list) => {
    longTaskCount += list.getEntries().length;
  });
  observer.observe({ entryTypes: ["longtask"] });
  const watch = watchTurns();
  const checkedAtMs = performance.now();
  await busy.check(message);
  const wholeMs = performance.now() - checkedAtMs;
  const longestMs = watch.end();
  await nextTask();
  observer.disconnect();
  const idle = watchTurns();
  while (performance.now() < checkedAtMs + 2 * wholeMs) await nextTask();
  return { captureMs, longestMs, wholeMs, longTaskCount, idleMs: idle.end() };
}

function watchTurns() {
  const { port1, port2 } = new MessageChannel();
  let lastAtMs = performance.now();
  let longestMs = 0;
  const look = () => {
    const nowMs = performance.now();
    longestMs = Math.max(longestMs, nowMs - lastAtMs);
    lastAtMs = nowMs;
  };
  port1.onmessage = () => {
    look();
    port2.postMessage(undefined);
  };
  port2.postMessage(undefined);
  return {
    end() {
      look();
      port1.close();
      return longestMs;
    },
  };
}
