/** What comes after the rules have changed, while the session runs. */
import type { Planting } from "./planting.ts";

const change = (channel: string, run: NonNullable<Planting["run"]>): Planting => ({
  ...{ group: "changed rules", channel, phase: "after the change", place: "within", run },
});

/** In what a new rule redacts. */
export const NEWLY_REDACTED: readonly Planting[] = [
  change("text", ({ secret }, v) => secret.append(v)),
  change("markup", ({ secret, html }, v) =>
    secret.append(html(`<p title="${v}"><input value="${v}"></p>`)),
  ),
  change("attribute", ({ secret }, v) => void (secret.title = v)),
  change("added with its mark", ({ host, html, mark }, v) => {
    const part = html(`<p>${v}</p>`);
    mark(part);
    host.append(part);
  }),
  change("marked in the next frame", async ({ host, html, mark, frame }, v) => {
    const part = html(`<p>${v}</p>`);
    host.append(part);
    await frame();
    mark(part);
  }),
  change("component", ({ secret }, v) => {
    secret.attachShadow({ mode: "open" }).innerHTML = `<p>${v}</p>`;
  }),
];

/** In the open, where all has become private. */
export const NEWLY_MASKED: readonly Planting[] = [
  change("text where all became private", ({ host }, v) => host.append(v)),
  change("markup where all became private", ({ host, html }, v) =>
    host.append(html(`<p title="${v}"><input value="${v}"></p>`)),
  ),
];
