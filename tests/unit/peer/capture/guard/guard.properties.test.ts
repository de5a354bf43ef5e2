import fc from "fast-check";
import { expect, it } from "vitest";
import { createGuard } from "../../../../../peer/capture/guard/guard.ts";
import { createRandom } from "../../../../bench/random.ts";
import {
  MADE_UP,
  type MadeUpSecret,
  type SecretKind,
} from "../../../../support/made-up-secrets.ts";
import { canBeRead, readingsOf } from "../../../../support/readings.ts";

/** A run may be repeated with the seed that a failure names. */
const RUNS = { numRuns: 300 };

const Text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."0123456789 -.%&;\\+/=abAB•é"), maxLength: 60 }),
);
const { message: Message } = fc.letrec<{ message: unknown }>((tie) => ({
  message: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    Text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("message"), { maxLength: 5 }),
    fc.dictionary(fc.string({ maxLength: 12 }), tie("message"), { maxKeys: 5 }),
  ),
}));
const Secret = fc
  .tuple(fc.constantFrom<SecretKind>("card", "iban", "social-security", "token", "key"), fc.nat())
  .map(([kind, seed]) => MADE_UP[kind](createRandom(seed)));

const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
const CODES: Record<string, (text: string) => string> = {
  plain: (text) => text,
  percent,
  "percent twice": (text) => encodeURIComponent(percent(text)),
  entities: (text) => text.replace(/./gsu, (sign) => `&#${sign.codePointAt(0)};`),
  escapes: (text) =>
    text.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  "base64 in percent codes": (text) => encodeURIComponent(Buffer.from(text).toString("base64")),
};
const Code = fc.constantFrom(...Object.keys(CODES));
const inContext = ({ label, text, after }: MadeUpSecret) => `see ${label}${text}${after} there`;

/** Whether two messages differ in nothing but what strings and names are made of. */
function isSameForm(a: unknown, b: unknown): boolean {
  if (typeof a === "string") return typeof b === "string" && a.length === b.length;
  if (typeof a !== "object" || a === null || typeof b !== "object" || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [own, other] = [Object.values(a), Object.values(b)];
  return (
    own.length === other.length && own.every((value, place) => isSameForm(value, other[place]))
  );
}

const checked = async (message: object, values: readonly string[] = []) => {
  const guard = createGuard({ shapes: [{ name: "Customer", shape: "KD-########" }] });
  for (const value of values) guard.remember(value);
  return guard.check(message);
};

it("whatever the message, its form stays and no string grows or shrinks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Message), fc.array(Text), async (message, values) => {
      const before = structuredClone(message);
      await checked(message, values);
      expect(isSameForm(before, message)).toBe(true);
    }),
    RUNS,
  );
});

it("what was told is what has changed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Text), fc.array(Text), async (texts, values) => {
      const message = [...texts];
      const caught = await checked(message, values);
      const hasChanged = message.some((text, place) => text !== texts[place]);
      // A dot is no letter, so what is masked already may be caught and stay as it is.
      if (hasChanged) expect(caught.length).toBeGreaterThan(0);
      for (const { at } of caught) expect(message[Number(at[0])]).toBeDefined();
    }),
    RUNS,
  );
});

it("no secret is left, however it is written and wherever it stands", async () => {
  await fc.assert(
    fc.asyncProperty(Secret, Code, Message, Message, async (secret, code, one, other) => {
      const message = [one, { inside: [CODES[code]?.(inContext(secret)), other] }];
      const caught = await checked(message);
      expect(canBeRead(secret.text, readingsOf(JSON.stringify(message)))).toBe(false);
      expect(caught.map(({ kind }) => kind)).toContain(secret.kind);
    }),
    RUNS,
  );
});

it("no remembered value is left either, in whatever case", async () => {
  const Value = fc
    .string({ unit: fc.constantFrom(..."abcdeFGHIJéöñßжщ語 7"), minLength: 8, maxLength: 80 })
    .filter((value) => (value.match(/\p{L}/gu) ?? []).length >= 8 && value.trim().length >= 8);
  const Case = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
  );
  await fc.assert(
    fc.asyncProperty(Value, Case, Code, async (value, inCase, code) => {
      const message = { text: `( ${CODES[code]?.(`<${inCase(value)}>`)} )` };
      const caught = await checked(message, [value]);
      expect(canBeRead(value, readingsOf(message.text))).toBe(false);
      expect(caught.map(({ kind }) => kind)).toContain("redacted-value");
    }),
    RUNS,
  );
});

it("no number that is cut into strings is left", async () => {
  const Made = fc
    .tuple(fc.constantFrom<SecretKind>("card", "iban"), fc.nat())
    .map(([kind, seed]) => MADE_UP[kind](createRandom(seed)).text);
  const Anywhere = fc.tuple(Made, fc.array(fc.nat(), { maxLength: 3 })).map(([text, cuts]) => {
    const places = cuts.map((cut) => cut % text.length).sort((a, b) => a - b);
    return [0, ...places].map((from, index) => text.slice(from, places[index]));
  });
  const InGroups = Made.map((text) =>
    text.split(/[^0-9A-Za-z]+/).flatMap((group) => ["\n    ", group]),
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(Anywhere, InGroups), async (parts) => {
      const message = { list: ["Number: ", ...parts, " until 12/27"] };
      await checked(message);
      expect(canBeRead(parts.join(""), [message.list.join("")])).toBe(false);
    }),
    RUNS,
  );
});

it("a second check finds nothing more", async () => {
  const Mixed = fc.array(fc.oneof(Text, Secret.map(inContext)), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(Mixed, fc.array(Text), async (texts, values) => {
      const message = [...texts];
      await checked(message, values);
      const once = [...message];
      await checked(message, values);
      expect(message).toEqual(once);
    }),
    RUNS,
  );
});

it("plain words are left, whatever is remembered beside them", async () => {
  const Words = fc
    .array(
      fc.constantFrom("the", "Ridge", "40", "is", "back", "in", "stock", "£129.95", "at", "10:30,"),
      {
        minLength: 1,
      },
    )
    .map((words) => words.join(" "));
  const Other = fc.string({ unit: fc.constantFrom(..."qxyzwvj"), minLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.array(Words), fc.array(Other), async (texts, values) => {
      const message = [...texts];
      expect(await checked(message, values)).toEqual([]);
      expect(message).toEqual(texts);
    }),
    RUNS,
  );
});
