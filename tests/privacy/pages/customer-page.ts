/** In the customer's page: does what plantings and ways do there. Knows no canary but those it is told. */
import "./taps.ts";
import { PLANTINGS } from "../corpus/everything.ts";
import type { Stage } from "../corpus/planting.ts";
import { ALL_LATER_WAYS } from "../corpus/ways-later.ts";

export interface Job {
  /** Selector of the stage that it plays on. */
  host: string;
  /** What redacts there. */
  mark: Mark;
  /** Key of a planting, and its canary; or of a way, and the markup that comes in it. */
  planting?: string;
  way?: string;
  value: string;
}

export interface Mark {
  name: string;
  value: string;
}

export interface CustomerPage {
  /** @returns what went wrong, job by job: what was not planted proves nothing */
  play(jobs: readonly Job[]): Promise<string[]>;
}

declare global {
  interface Window {
    privacyCustomer: CustomerPage;
  }
}

/** Long enough for everything that waits for frames, and for a few messages. */
const SETTLED_MS = 150;

/** None takes a tenth of it; one that does not end must not keep the others waiting. */
const DEADLINE_MS = 15_000;

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
const task = () => new Promise<void>((resolve) => setTimeout(resolve));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function stageAt(selector: string, mark: Mark): Stage {
  const host = document.querySelector<HTMLElement>(selector);
  const secret = host?.firstElementChild as HTMLElement | undefined;
  if (!host || !secret) throw new Error("there is no such stage");
  const isClass = mark.name === "class";
  return {
    host,
    secret,
    mark: (element) =>
      isClass ? element.classList.add(mark.value) : element.setAttribute(mark.name, mark.value),
    unmark: (element) =>
      isClass ? element.classList.remove(mark.value) : element.removeAttribute(mark.name),
    html(markup) {
      const template = document.createElement("template");
      template.innerHTML = markup;
      return document.importNode(template.content, true).firstElementChild as HTMLElement;
    },
    frame,
    task,
    async settled() {
      await frame();
      await frame();
      await pause(SETTLED_MS);
    },
  };
}

async function playOne({ host, mark, planting, way, value }: Job): Promise<void> {
  const stage = stageAt(host, mark);
  if (way !== undefined) await ALL_LATER_WAYS[way]?.(stage, value);
  else await PLANTINGS.get(planting ?? "")?.run?.(stage, value);
}

window.privacyCustomer = {
  async play(jobs) {
    const played = jobs.map(async (job) => {
      try {
        const late = pause(DEADLINE_MS).then(() => {
          throw new Error("has not come to its end");
        });
        await Promise.race([playOne(job), late]);
        return [];
      } catch (error) {
        return [`${job.planting ?? job.way}: ${error}`];
      }
    });
    return (await Promise.all(played)).flat();
  },
};
