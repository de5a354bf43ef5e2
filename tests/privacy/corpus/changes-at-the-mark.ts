/** What changes just before it is redacted, and what comes when the mark is gone. */
import { change, openPart, partOf, type Run, wholePart } from "./changing-part.ts";
import type { Planting } from "./planting.ts";

const justBefore = change("just before its mark", "on it");
const sticky = change("after its mark is gone", "within");

const words = (value: string) => [value.slice(0, 9), value.slice(9)] as const;

const JUST_BEFORE: readonly Planting[] = [
  justBefore(
    "text content",
    async (stage, v) => {
      partOf(stage).textContent = v;
      stage.mark(partOf(stage));
    },
    openPart("<p>Loading</p>"),
  ),
  justBefore(
    "node value",
    (stage, v) => {
      (partOf(stage).firstChild as Text).data = v;
      stage.mark(partOf(stage));
    },
    openPart("<p>Loading</p>"),
  ),
  justBefore(
    "node value, what holds it marked",
    (stage, v) => {
      (partOf(stage).firstChild as Text).data = v;
      stage.mark(wholePart(stage));
    },
    openPart("<p>Loading</p>"),
  ),
  justBefore(
    "text content, mark in the next microtask",
    (stage, v) => {
      partOf(stage).textContent = v;
      queueMicrotask(() => stage.mark(partOf(stage)));
    },
    openPart("<p>Loading</p>"),
  ),
  justBefore(
    "text content, mark in the next frame",
    async (stage, v) => {
      partOf(stage).textContent = v;
      await stage.frame();
      stage.mark(partOf(stage));
    },
    openPart("<p>Loading</p>"),
  ),
  justBefore(
    "markup, mark in the next frame",
    async (stage, v) => {
      partOf(stage).innerHTML = `<b>${v}</b>`;
      await stage.frame();
      stage.mark(partOf(stage));
    },
    openPart("<p>Loading</p>"),
  ),
  justBefore(
    "appended data",
    (stage, v) => {
      const [one, other] = words(v);
      (partOf(stage).firstChild as Text).appendData(one);
      (partOf(stage).firstChild as Text).appendData(other);
      stage.mark(partOf(stage));
    },
    openPart("<p>Loading</p>"),
  ),
  justBefore(
    "title",
    (stage, v) => {
      partOf(stage).title = v;
      stage.mark(partOf(stage));
    },
    openPart("<p>x</p>"),
  ),
  justBefore(
    "title, on and off",
    (stage, v) => {
      partOf(stage).title = v;
      partOf(stage).removeAttribute("title");
      partOf(stage).title = v;
      stage.mark(partOf(stage));
    },
    openPart("<p>x</p>"),
  ),
  justBefore(
    "value",
    (stage, v) => {
      (partOf(stage) as HTMLInputElement).value = v;
      stage.mark(partOf(stage));
    },
    openPart("<input>"),
  ),
  justBefore(
    "value, with an event",
    (stage, v) => {
      (partOf(stage) as HTMLInputElement).value = v;
      partOf(stage).dispatchEvent(new Event("input", { bubbles: true }));
      stage.mark(partOf(stage));
    },
    openPart("<input>"),
  ),
  justBefore(
    "value, with an event, mark in the next microtask",
    (stage, v) => {
      (partOf(stage) as HTMLInputElement).value = v;
      partOf(stage).dispatchEvent(new Event("input", { bubbles: true }));
      queueMicrotask(() => stage.mark(partOf(stage)));
    },
    openPart("<input>"),
  ),
  justBefore(
    "chosen option",
    (stage, v) => {
      (partOf(stage) as HTMLSelectElement).add(new Option(v, v, true, true));
      partOf(stage).dispatchEvent(new Event("change", { bubbles: true }));
      stage.mark(partOf(stage));
    },
    openPart("<select><option>x</select>"),
  ),
  justBefore(
    "inline style",
    (stage, v) => {
      partOf(stage).style.setProperty("--name", `"${v}"`);
      stage.mark(partOf(stage));
    },
    openPart("<p>x</p>"),
  ),
  justBefore(
    "becomes a password",
    (stage, v) => {
      const field = partOf(stage) as HTMLInputElement;
      field.value = v;
      field.type = "password";
    },
    openPart("<input>"),
  ),
  justBefore(
    "becomes hidden",
    (stage, v) => {
      const field = partOf(stage) as HTMLInputElement;
      field.setAttribute("value", v);
      field.type = "hidden";
    },
    openPart("<input>"),
  ),
];

/** The mark goes, and something comes only after it. */
const afterwards =
  (run: Run): Run =>
  async (stage, value) => {
    stage.unmark(stage.secret);
    await stage.settled();
    await run(stage, value);
  };

const STICKY: readonly Planting[] = [
  sticky(
    "text",
    afterwards(({ secret }, v) => secret.append(v)),
  ),
  sticky(
    "markup",
    afterwards(({ secret }, v) => void (secret.innerHTML = `<p title="${v}">${v}</p>`)),
  ),
  sticky(
    "attribute",
    afterwards(({ secret }, v) => void (secret.title = v)),
  ),
  sticky(
    "field",
    afterwards(({ secret }, v) => {
      secret.innerHTML = "<input>";
      (secret.firstChild as HTMLInputElement).value = v;
      secret.firstChild?.dispatchEvent(new Event("input", { bubbles: true }));
    }),
  ),
  sticky(
    "shadow root",
    afterwards(({ secret }, v) => {
      secret.attachShadow({ mode: "open" }).innerHTML = `<p>${v}</p>`;
    }),
  ),
  sticky(
    "frame",
    afterwards(({ secret }, v) => {
      secret.innerHTML = `<iframe srcdoc="${v}"></iframe>`;
    }),
  ),
  sticky(
    "in place of it, taken out and added again",
    async ({ host, secret, unmark, settled }, v) => {
      secret.remove();
      unmark(secret);
      await settled();
      host.append(secret);
      secret.textContent = v;
    },
  ),
  sticky(
    "what holds it was marked",
    async (stage, v) => {
      const { mark, unmark, settled } = stage;
      mark(wholePart(stage));
      await settled();
      unmark(wholePart(stage));
      await settled();
      partOf(stage).textContent = v;
    },
    openPart("<p>x</p>"),
  ),
  sticky("all classes were replaced", async ({ secret, settled }, v) => {
    for (const name of ["class", "data-cobrowse", "data-pii"]) secret.removeAttribute(name);
    secret.className = "card is-open";
    await settled();
    secret.textContent = v;
  }),
];

export const CHANGES_AT_THE_MARK: readonly Planting[] = [...JUST_BEFORE, ...STICKY];
