/** What a page does as the customer leaves it, and what it tells the next one. */
import type { Planting } from "./planting.ts";

const leaving = (channel: string, run: NonNullable<Planting["run"]>): Planting => ({
  ...{ group: "leaving", channel, phase: "while leaving", place: "within", run },
});

const on =
  (type: string): NonNullable<Planting["run"]> =>
  ({ secret, host, html, mark }, v) => {
    window.addEventListener(type, () => {
      secret.append(v);
      const part = html(`<p title="${v}">${v}</p>`);
      host.append(part);
      mark(part);
    });
  };

export const WHILE_LEAVING: readonly Planting[] = [
  leaving("before unloading", on("beforeunload")),
  leaving("page that hides", on("pagehide")),
  leaving("page that is no longer seen", ({ secret }, v) => {
    document.addEventListener("visibilitychange", () => secret.append(v));
  }),
  leaving("beacon of the page's own", (_stage, v) => {
    window.addEventListener("pagehide", () => navigator.sendBeacon("/beacon", v));
  }),
  {
    ...{
      group: "leaving",
      channel: "link with a token",
      phase: "while leaving",
      place: "address of the next page",
    },
    form: "id",
    html: (v) => `<a href="/next?token=${v}#${v}">Next</a>`,
    async drive({ page, host }) {
      await host.locator("a").click();
      await page.waitForURL("**/next*");
    },
  },
];
