/** A field in the open that nobody may see the value of. */
import type { Hands, Planting, Stage } from "./planting.ts";

export const inOpen = (channel: string, phase: string, more: Partial<Planting>): Planting => ({
  ...{ group: "secrets", channel, phase, place: "in the open" },
  ...more,
});

export const field = ({ host }: Hands) => host.locator("input, textarea").first();

export const firstField = ({ host }: Pick<Stage, "host">) =>
  host.querySelector("input, textarea, select") as HTMLInputElement;

/** Told by its markup alone: what stands in it when the page comes, what is typed, what a script sets. */
export const told = (
  channel: string,
  attributes: string,
  around = (input: string) => input,
): Planting[] => [
  inOpen(channel, "at first", { html: (v) => around(`<input ${attributes} value="${v}">`) }),
  inOpen(channel, "typed", {
    html: () => around(`<input ${attributes}>`),
    drive: (hands, v) => field(hands).fill(v),
  }),
  inOpen(channel, "set by a script", {
    html: () => around(`<input ${attributes}>`),
    run(stage, v) {
      firstField(stage).value = v;
    },
  }),
];
