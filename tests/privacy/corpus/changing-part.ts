/** A part of the page that changes: who plays with it finds it as `#part`. */
import type { Planting, Stage } from "./planting.ts";

export type Run = (stage: Stage, value: string) => void | Promise<void>;

export const change =
  (phase: string, place: string) =>
  (channel: string, run: Run, html?: Planting["html"]): Planting => ({
    ...{ group: "changes", channel, phase, place, run },
    ...(html && { html }),
  });

/** What is in the part, or what `selector` finds in it. */
export const partOf = ({ host }: Stage, selector = "*") =>
  host.querySelector(`#part ${selector}`) as HTMLElement;

export const wholePart = ({ host }: Stage) => host.querySelector("#part") as HTMLElement;

/** Redacted since the page came. */
export const redactedPart = (inside: string) => (_value: string, mark: string) =>
  `<div id="part" ${mark}>${inside}</div>`;

/** Open until now. */
export const openPart = (inside: string) => () => `<div id="part">${inside}</div>`;
