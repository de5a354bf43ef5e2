import { describe, expect, it } from "vitest";
import { createGuard } from "../../../../../peer/capture/guard/guard.ts";
import { canBeRead, readingsOf } from "../../../../support/readings.ts";

const CARD = "4242 4242 4242 4242";
const NAME = "Jördis Müller-Lüdenscheidt";

async function masked(text: string) {
  const guard = createGuard({ shapes: [] });
  guard.remember(NAME);
  const message = { text };
  const caught = await guard.check(message);
  return { text: message.text, kinds: caught.map(({ kind }) => kind) };
}

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
const times = (count: number, code: (text: string) => string, text: string) =>
  Array.from({ length: count }).reduce<string>(code, text);
const each = (text: string, code: (unit: number) => string) =>
  text
    .split("")
    .map((unit) => code(unit.charCodeAt(0)))
    .join("");
const hex = (unit: number, length: number) => unit.toString(16).padStart(length, "0");
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** How a text may be written out, and what stands around it then. */
const WAYS: Record<string, (text: string) => string> = {
  "percent codes where they are needed": (text) => `/find?name=${encodeURIComponent(text)}&page=2`,
  "percent codes everywhere": (text) => `/find?name=${percent(text)}&page=2`,
  "percent codes of percent codes": (text) => `?to=${times(3, encodeURIComponent, text)}`,
  "a form": (text) => `name=${encodeURIComponent(text).replaceAll("%20", "+")}&page=2`,
  "codes of old": (text) => each(text, (unit) => `%u${hex(unit, 4)}`),
  "entities by number": (text) => `<b>${each(text, (unit) => `&#${unit};`)}</b>`,
  "entities in hexadecimal": (text) => `<b>${each(text, (unit) => `&#x${hex(unit, 6)};`)}</b>`,
  "entities without their ends": (text) => each(text, (unit) => `&#${unit}`),
  "entities by name": (text) =>
    `<b>${text.replace(/[öü]/g, (letter) => `&${letter === "ö" ? "o" : "u"}uml;`)}</b>`,
  "JSON's escapes": (text) => `{"name":"${each(text, (unit) => `\\u${hex(unit, 4)}`)}"}`,
  "a script's escapes": (text) => each(text, (unit) => `\\u{${unit.toString(16)}}`),
  "a sheet's escapes": (text) =>
    `.a::after{content:"${each(text, (unit) => `\\${hex(unit, 6)}`)}"}`,
  "a sheet's short escapes": (text) => `.a{--b:"${each(text, (unit) => `\\${hex(unit, 1)} `)}"}`,
  base64: (text) => `q=${base64(`{"who":"${text}","n":1}`)};`,
  "base64 after a name": (text) => `user/profile/${base64(text)}`,
  "base64 from its second byte": (text) => base64(`.${text}.`),
  "base64 from its third byte": (text) => base64(`..${text}..`),
  base64url: (text) => `x_${Buffer.from(`{"who":"${text}~~~"}`).toString("base64url")}`,
  "base64 of Latin-1": (text) => `q ${Buffer.from(`who is ${text}?`, "latin1").toString("base64")}`,
  "base64 in percent codes": (text) => `?q=${encodeURIComponent(base64(`who: ${text}`))}`,
  "percent codes in base64": (text) => base64(`/find?name=${encodeURIComponent(text)}`),
  "base64 of base64": (text) => base64(`state ${base64(`who: ${text}`)}`),
  "a drawing's address": (text) =>
    `url("data:image/svg+xml;base64,${base64(`<svg><text>${text}</text></svg>`)}")`,
  "a page's address": (text) => `data:text/html,${encodeURIComponent(`<p>${text}</p>`)}`,
};

describe("the guard reads", () => {
  it.each(Object.keys(WAYS))("%s", async (way) => {
    for (const [secret, kind] of [
      [CARD, "card"],
      [NAME, "redacted-value"],
    ] as const) {
      const text = WAYS[way]?.(secret) ?? "";
      const left = await masked(text);
      expect(canBeRead(secret, readingsOf(left.text)), left.text).toBe(false);
      expect(left.kinds, text).toContain(kind);
      expect(left.text).toHaveLength(text.length);
    }
  });

  it.each([
    ["in capitals", "JÖRDIS MÜLLER-LÜDENSCHEIDT"],
    ["decomposed", NAME.normalize("NFD")],
    ["with other white space", "jördis\n\t  müller\u00a0lüdenscheidt"],
    ["as a part of an address", "/people/jördis_müller+lüdenscheidt.html"],
    ["with what nobody sees", "Jör\u00addis Mül\u200bler-Lüden\u2060scheidt"],
  ])("a remembered name %s", async (_how, text) => {
    const left = await masked(`by ${text} today`);
    expect(left.kinds).toEqual(["redacted-value"]);
    expect(left.text).toMatch(/^by [^\p{L}]+ today$|^by \/[^\p{L}]+\.html today$|•/u);
    expect(canBeRead(NAME, readingsOf(left.text))).toBe(false);
  });

  it("ß as what its capitals are", async () => {
    const guard = createGuard({ shapes: [] });
    guard.remember("Große Straße 7");
    const message = { a: "GROSSE STRASSE 7", b: "grosse straße 7" };
    await guard.check(message);
    expect(message).toEqual({ a: "•••••• ••••••• •", b: "•••••• •••••• •" });
  });
});

it("does not let pass what is still coded after four layers", async () => {
  const text = `see ?to=${times(7, encodeURIComponent, "4242 4242 4242 4242")} there`;
  const left = await masked(text);
  expect(left.kinds).toEqual(["uncheckable"]);
  expect(left.text).toMatch(/^see \?\S+ there$/);
  expect(left.text).not.toMatch(/[0-9]/);
});

it("leaves what is only coded", async () => {
  const text = `/search?q=${encodeURIComponent("größer & schöner, 100 %")} \\f101 &copy; ${base64("nothing to see, move on")}`;
  expect(await masked(text)).toEqual({ text, kinds: [] });
});

it("leaves pictures and fonts, by their first bytes", async () => {
  const picture = Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    Buffer.from(`tEXt by ${NAME}`.repeat(200)),
  ]).toString("base64");
  const address = `a{background:url(data:image/png;base64,${picture})}`;
  expect(await masked(address)).toEqual({ text: address, kinds: [] });
  const noPicture = Buffer.from(`no picture ${NAME} `.repeat(200)).toString("base64");
  const { kinds } = await masked(`a{background:url(data:image/png;base64,${noPicture})}`);
  expect(kinds.length).toBeGreaterThan(100);
});
