import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../../peer/protocol/entries.ts";
import { linkParts } from "../../../widget/chat/linked-text.tsx";
import { minutes } from "../../../widget/consent/permission-request.tsx";
import { randomUuid } from "../../../widget/loader/random-uuid.ts";
import { siteStorage } from "../../../widget/loader/site-storage.ts";
import { createStore, unreadCount } from "../../../widget/loader/store.ts";

const message = (id: number, author: "agent" | "customer"): Entry => ({
  kind: "message",
  id,
  at: 0,
  author,
  authorName: "",
  clientId: crypto.randomUUID(),
  text: "",
});

describe("links in the chat", () => {
  it("opens addresses of the web, without the sentence around them", () => {
    expect(linkParts("See (https://a.example/b?c=1), or ask.")).toEqual([
      { text: "See (" },
      { text: "https://a.example/b?c=1", href: "https://a.example/b?c=1" },
      { text: "), or ask." },
    ]);
  });

  it.each([
    ["https://a.example/wiki/Ridge_(tent)", "https://a.example/wiki/Ridge_(tent)"],
    ["(https://a.example/wiki/Ridge_(tent)).", "https://a.example/wiki/Ridge_(tent)"],
    ["https://a.example/b).)", "https://a.example/b"],
    ["https://a.example/((b)", "https://a.example/((b)"],
  ])("in %s keeps the parentheses that the address opens itself", (text, address) => {
    expect(linkParts(text).find(({ href }) => href)?.href).toBe(address);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "see a.example",
    "https://",
    "<b>x</b>",
  ])("leaves %s as it is", (text) => {
    expect(linkParts(text).filter(({ href }) => href)).toEqual([]);
    expect(
      linkParts(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});

describe("the store", () => {
  it("counts what the agent wrote after the customer last read", () => {
    const store = createStore();
    store.set({ entries: [message(1, "agent"), message(2, "customer"), message(3, "agent")] });
    expect(unreadCount(store.state)).toBe(2);
    store.set({ readUpTo: 1 });
    expect(unreadCount(store.state)).toBe(1);
  });

  it("tells of a change, until it is asked not to", () => {
    const store = createStore();
    let changes = 0;
    const unsubscribe = store.subscribe(() => {
      changes += 1;
    });
    store.set({ isOpen: true });
    unsubscribe();
    store.set({ isOpen: false });
    expect(changes).toBe(1);
  });
});

describe("storage", () => {
  it("remembers for this page where the browser forbids it", () => {
    const forbidden = siteStorage(() => {
      throw new DOMException("denied", "SecurityError");
    }, "demo");
    forbidden.set("token", "kept");
    expect(forbidden.get("token")).toBe("kept");
    forbidden.remove("token");
    expect(forbidden.get("token")).toBeNull();
  });
});

it("makes random UUIDs of version 4 without a secure context", () => {
  expect(randomUuid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(randomUuid()).not.toBe(randomUuid());
});

it("shows seconds as minutes", () => {
  expect([0, 9, 60, 605].map(minutes)).toEqual(["0:00", "0:09", "1:00", "10:05"]);
});

describe("the look", () => {
  const read = (file: string) => readFileSync(file, "utf8");
  const valuesIn = (block: string) =>
    Object.fromEntries(
      [...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [
        name,
        value.replace(/\s+/g, " ").trim(),
      ]),
    );
  const blockAfter = (css: string, start: string) => {
    const from = css.indexOf(start);
    return css.slice(from, css.indexOf("}", from));
  };

  it("is the same in the widget and at the desk", () => {
    expect(read("widget/look/tokens.css")).toBe(read("agent-ui/look/tokens.css"));
  });

  it("has the same dark values for those who choose it and those whose system does", () => {
    const css = read("widget/look/tokens.css");
    const chosen = valuesIn(blockAfter(css, ':root:where([data-theme="dark"])'));
    const ofSystem = valuesIn(blockAfter(css, "@media (prefers-color-scheme: dark)"));
    expect(Object.keys(chosen).length).toBeGreaterThan(30);
    expect(ofSystem).toEqual(chosen);
  });

  it("has the launcher's few values equal to those of the whole set", () => {
    const tokens = read("widget/look/tokens.css");
    const launcher = read("widget/loader/launcher.css");
    const light = valuesIn(blockAfter(tokens, ":root,"));
    const dark = valuesIn(blockAfter(tokens, ':root:where([data-theme="dark"])'));
    for (const [name, value] of Object.entries(valuesIn(blockAfter(launcher, ":host {")))) {
      expect({ [name]: value }).toEqual({ [name]: light[name] });
    }
    const darkValues = valuesIn(blockAfter(launcher, ':host([data-theme="dark"])'));
    for (const [name, value] of Object.entries(darkValues)) {
      expect({ [name]: value }).toEqual({ [name]: dark[name] });
    }
  });
});
