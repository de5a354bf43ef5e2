/**
 * Content and what hides it, one shortly after the other. Additions wait for the end of the next
 * frame before they leave, so until then all of these come in time.
 */
import type { Form } from "../canary.ts";
import type { Planting, Stage } from "./planting.ts";

/** Puts the text into a new element that nobody has seen yet. */
const MADE: Record<string, (stage: Stage, value: string) => HTMLElement> = {
  text: ({ html }, value) => withText(html("<p></p>"), value),
  title: ({ html }, value) => withAttribute(html("<p>x</p>"), "title", value),
  "value of a field": ({ html }, value) => withAttribute(html("<input>"), "value", value),
  "typed value": ({ html }, value) => Object.assign(html("<input>"), { value }),
  "text area": ({ html }, value) => withText(html("<textarea></textarea>"), value),
  option: ({ html }, value) => {
    const list = html("<select><option>x</option></select>") as HTMLSelectElement;
    list.add(new Option(value, "x", true, true));
    return list;
  },
  alt: ({ html }, value) => withAttribute(html('<img src="/plain.png">'), "alt", value),
  "SVG text": ({ html }, value) => {
    const part = html("<div><svg><text y='9'></text></svg></div>");
    withText(part.querySelector("text") as Element, value);
    return part;
  },
  "shadow root": ({ html }, value) => {
    const part = html("<div></div>");
    part.attachShadow({ mode: "open" }).append(withText(html("<p></p>"), value));
    return part;
  },
  frame: ({ html }, value) => withAttribute(html("<iframe></iframe>"), "srcdoc", `<p>${value}`),
  "custom property": ({ html }, value) => {
    const part = html("<p>x</p>");
    part.style.setProperty("--name", `"${value}"`);
    return part;
  },
  "style element": ({ html }, value) =>
    withText(html("<style></style>"), `.cobrowse-redacted::before { content: "${value}" }`),
};

/** Does both, in this order and at this distance. */
const DISTANCES: Record<string, (stage: Stage, part: HTMLElement) => void | Promise<void>> = {
  "marked before it is added": ({ host, mark }, part) => {
    mark(part);
    host.append(part);
  },
  "marked in the same task": ({ host, mark }, part) => {
    host.append(part);
    mark(part);
  },
  "marked in the next microtask": ({ host, mark }, part) => {
    host.append(part);
    queueMicrotask(() => mark(part));
  },
  "marked five microtasks later": async ({ host, mark }, part) => {
    host.append(part);
    for (let turn = 0; turn < 5; turn += 1) await undefined;
    mark(part);
  },
  "marked by the page's observer": ({ host, mark }, part) => {
    const observer = new MutationObserver(() => {
      observer.disconnect();
      mark(part);
    });
    observer.observe(host, { childList: true });
    host.append(part);
  },
  "marked in the next frame": async ({ host, mark, frame }, part) => {
    host.append(part);
    await frame();
    mark(part);
  },
  "marked when its size is known": ({ host, mark }, part) => {
    host.append(part);
    const observer = new ResizeObserver(() => {
      observer.disconnect();
      mark(part);
    });
    observer.observe(host);
  },
  "added in a frame, marked in the next one": async ({ host, mark, frame }, part) => {
    await frame();
    host.append(part);
    await frame();
    mark(part);
  },
  "what holds it marked in the next frame": async ({ host, mark, frame, html }, part) => {
    const holder = html("<div></div>");
    host.append(holder);
    holder.append(part);
    await frame();
    mark(holder);
  },
  "mark taken off again in the same task": ({ host, mark, unmark }, part) => {
    host.append(part);
    mark(part);
    unmark(part);
  },
  "mark taken off in the next microtask": async ({ host, mark, unmark }, part) => {
    mark(part);
    host.append(part);
    await undefined;
    unmark(part);
  },
  "mark taken off in the next frame": async ({ host, mark, unmark, frame }, part) => {
    host.append(part);
    mark(part);
    await frame();
    unmark(part);
  },
  "mark on and off and on": async ({ host, mark, unmark, frame }, part) => {
    host.append(part);
    mark(part);
    unmark(part);
    mark(part);
    await frame();
    unmark(part);
    await frame();
    mark(part);
  },
  "added, taken out, marked, added again": ({ host, mark }, part) => {
    host.append(part);
    part.remove();
    mark(part);
    host.append(part);
  },
  "taken out and added again without its mark": async ({ host, mark, unmark, settled }, part) => {
    mark(part);
    host.append(part);
    await settled();
    part.remove();
    unmark(part);
    await settled();
    host.append(part);
  },
};

const FORMS: Record<string, Form> = {
  frame: "word",
  "custom property": "word",
  "style element": "word",
};

const additions = Object.entries(MADE).flatMap(([channel, make], turn) =>
  Object.entries(DISTANCES).map(
    ([phase, keep], index): Planting => ({
      group: "races",
      channel,
      phase,
      place: "on it",
      form: FORMS[channel] ?? ((turn + index) % 2 === 0 ? "name" : "mail"),
      run: (stage, value) => keep(stage, make(stage, value)),
    }),
  ),
);

const whole = (channel: string, more: Partial<Planting>): Planting => ({
  ...{ group: "races", channel, phase: "marked in the next frame", place: "on it" },
  ...more,
});

/** Longer than anything may be held back. */
const BUSY_MS = 1_300;
const STORM_MS = 2_500;

export const RACES: readonly Planting[] = [
  ...additions,
  whole("frame that comes late", {
    async run({ host, html, mark }, v) {
      const part = html(`<p title="${v}">${v}</p>`);
      host.append(part);
      requestAnimationFrame(() => mark(part));
      // The observers have been told by then, and whatever waits, waits.
      await undefined;
      await undefined;
      for (const since = performance.now(); performance.now() - since < BUSY_MS; );
    },
  }),
  whole("storm, while the page is sent as a whole", {
    run({ host, html, mark, frame }, v) {
      const storm = async () => {
        for (const since = performance.now(); performance.now() - since < STORM_MS; ) {
          const part = html(`<p title="${v}">${v}</p>`);
          host.append(part);
          await frame();
          mark(part);
        }
      };
      void storm();
    },
    async drive({ page }) {
      for (const colorScheme of ["dark", "light", "dark", "light"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForFunction(
          (since) => performance.now() - since > 500,
          await page.evaluate(() => performance.now()),
        );
      }
    },
  }),
];

function withText<Kind extends Element>(element: Kind, text: string): Kind {
  element.textContent = text;
  return element;
}

function withAttribute<Kind extends Element>(element: Kind, name: string, value: string): Kind {
  element.setAttribute(name, value);
  return element;
}
