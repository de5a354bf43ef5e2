/**
 * Open texts that must be found: in whatever is searched there is one, put there on purpose. What has
 * none was not searched, or not as it is.
 */
import type { Page } from "playwright";
import { expect } from "../e2e/cobrowse-fixture.ts";
import type { Canaries, Canary } from "./canary.ts";
import { CONTROL, type SourceTotals } from "./evidence/evidence.ts";
import type { ServerProcess } from "./evidence/server-process.ts";

/** Without those of other processes' memory, which not every system lets be read. */
const SOURCES = [
  "asset lane received by the agent",
  "asset lane sent by the customer",
  "blobs at the agent",
  "database",
  "document of the desk",
  "document of the viewer",
  "files of the database",
  "heap of the server",
  "heap of the viewer",
  "log of the server",
  "page lane received by the agent",
  "page lane sent by the customer",
  "profile of the agent's browser",
  "requests of the agent",
  "requests of the customer",
  "sockets from the agent",
  "sockets from the customer",
  "sockets to the agent",
  "sockets to the customer",
  "storage of the viewer",
];

const MEMORIES = ["memory of the agent's browser", "memory of the server"];

export interface Speakers {
  canaries: Canaries;
  customer: Page;
  desk: Page;
  server: ServerProcess;
}

/** Says open texts wherever the pages of a session say none. The chat is open on both sides. */
export async function speakOpenly({ canaries, customer, desk, server }: Speakers): Promise<void> {
  const open = (channel: string): Canary =>
    canaries.plantOpen({
      group: "open",
      channel,
      phase: CONTROL,
      place: "in the open",
      policy: "any",
    });

  for (const [speaker, listener, channel] of [
    [customer, desk, "chat of the customer"],
    [desk, customer, "chat of the agent"],
  ] as const) {
    const { value } = open(channel);
    await speaker.getByRole("textbox", { name: "Message" }).fill(value);
    await speaker.getByRole("button", { name: "Send" }).click();
    await expect(listener.getByRole("log").getByText(value)).toBeVisible();
  }
  for (const [page, channel] of [
    [customer, "request of the customer"],
    [desk, "request of the agent"],
  ] as const) {
    const address = `${server.origin}/healthz?open=${open(channel).value}`;
    await page.evaluate((url) => fetch(url, { mode: "no-cors" }), address);
  }
  await server.log(open("line of the log").value);
  await desk.evaluate(
    (value) => localStorage.setItem("open", value),
    open("storage of the desk").value,
  );
}

/** @returns what the run has not shown: nothing if it proves something */
export function blindSpots(totals: readonly SourceTotals[], canReadMemory: boolean): string[] {
  const openIn = (source: string) => totals.find((one) => one.source === source)?.openCount ?? 0;
  return [...SOURCES, ...(canReadMemory ? MEMORIES : [])]
    .filter((source) => openIn(source) === 0)
    .map((source) => `no open text was found in: ${source}`);
}
