/**
 * The work for a text grows with its length and no faster, whatever the text is: counted in what is
 * read, and in the processor's time of eight times as much.
 */
import { describe, expect, it } from "vitest";
import type { Found } from "../../../../../peer/capture/guard/finder.ts";
import { inSlices } from "../../../../../peer/capture/guard/in-slices.ts";
import { searchLong } from "../../../../../peer/capture/guard/long-text.ts";
import { createRememberedValues } from "../../../../../peer/capture/guard/remembered-values.ts";
import { createSearch } from "../../../../../peer/capture/guard/secret-search.ts";
import { createShapeFinder } from "../../../../../peer/capture/guard/site-shapes.ts";
import { createRandom } from "../../../../bench/random.ts";
import { signs } from "../../../../support/made-up-secrets.ts";

const random = createRandom(3);
const HOSTILE: Record<string, string> = {
  "one digit": "7",
  "digits of a card": "4",
  "digits with gaps": "4 2",
  "groups of four": "4242 ",
  "groups and dots": "4242.",
  "one letter": "a",
  "one capital": "A",
  "percent codes": "%41",
  "percent codes of percent codes": "%2525",
  "percent signs": "%",
  "percent codes of half a character": "%e2%80",
  entities: "&#65;",
  "entities that never end": "&#x",
  backslashes: "\\",
  "escapes of a sheet": "\\41 ",
  "accents upon accents": "\u0301",
  "letters of other widths": "Ａ",
  "what nobody sees": "\u200b",
  "tokens that are none": "eyJ-",
  "tokens of two parts": "eyJhbGciOiJ9.",
  "one token": "eyJhbGciOiJIUzI1NiJ9.eyJz",
  "keys that are none": "sk-",
  "accounts that are none": "DE12",
  "accounts in small": "de12 ",
  "social security numbers": "219-09-9999 ",
  "nine digits": "SSN 219099999-",
  logins: "://a:b",
  "logins that never end": "://",
  "settings without values": "token=",
  settings: 'x-token="',
  "private keys that never end": "-----BEGIN PRIVATE KEY-----",
  "base64 of text": Buffer.from("four by four and ").toString("base64"),
  "base64 of base64": Buffer.from(Buffer.from("a text in a text").toString("base64")).toString(
    "base64",
  ),
  "a remembered letter": "aaaaaaab",
  "a remembered word": "harker ",
  "site shapes": "KD-12",
  noise: signs(random, 997, "0123456789abcdefXYZ%&;=+/-_. \\:#"),
  addresses: "data:image/png;base64,",
  surrogates: "\ud83d",
};

function createEverySearch() {
  const remembered = createRememberedValues();
  for (let length = 6; length < 48; length += 1) remembered.remember("a".repeat(length));
  remembered.remember("Harker");
  let readLength = 0;
  const search = createSearch([
    (text) => {
      readLength += text.length;
    },
    createShapeFinder([{ shape: "KD-##+" }, { shape: "@+-####" }, { shape: "#+.#+" }]),
    (text, report) => remembered.find(text, (start, end) => report(start, end, "redacted-value")),
  ]);
  return { search, readLength: () => readLength };
}

const of = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function searchAll(text: string, search: (text: string) => Found[]): number {
  let stepCount = 0;
  for (const _step of searchLong(text, search, () => {})) stepCount += 1;
  return stepCount;
}

describe("the work for a text", () => {
  it.each(Object.keys(HOSTILE))("grows no faster than %s", (name) => {
    const { search, readLength } = createEverySearch();
    const [short, long] = [of(HOSTILE[name] ?? "", 10_000), of(HOSTILE[name] ?? "", 80_000)];
    searchAll(short, search);
    // Each layer that can be read is read, and each piece a little further than its end.
    expect(readLength()).toBeLessThan(8 * short.length);
    const leastMs = (text: string) =>
      Math.min(...[1, 2].map(() => cpuMs(() => searchAll(text, search))));
    const [shortMs, longMs] = [leastMs(short), leastMs(long)];
    expect(longMs, `${shortMs} ms for an eighth of it`).toBeLessThan(24 * Math.max(shortMs, 2));
  });

  it.each(Object.keys(HOSTILE))("is parted into steps for %s", (name) => {
    const { search } = createEverySearch();
    const text = of(HOSTILE[name] ?? "", 60_000);
    let longest = 0;
    const stepCount = searchAll(text, (piece) => {
      longest = Math.max(longest, piece.length);
      return search(piece);
    });
    expect(longest).toBeLessThan(5_000);
    expect(stepCount).toBeLessThan((3 * text.length) / 4_000);
  });
});

describe("a slice", () => {
  const count = function* (steps: number) {
    for (let step = 0; step < steps; step += 1) yield;
    return steps;
  };
  /** Each look at the clock is a millisecond later. */
  const createPace = () => {
    let now = 0;
    const pace = {
      restCount: 0,
      now() {
        now += 1;
        return now;
      },
      async rest() {
        pace.restCount += 1;
      },
    };
    return pace;
  };

  it("is all there is to small work", () => {
    const pace = createPace();
    expect(inSlices(count(3), pace)).toBe(3);
    expect(pace.restCount).toBe(0);
  });

  it("ends, and the page has its turn, after eight milliseconds", async () => {
    const pace = createPace();
    const work = inSlices(count(80), pace);
    expect(work).toBeInstanceOf(Promise);
    expect(await work).toBe(80);
    expect(pace.restCount).toBeGreaterThanOrEqual(9);
    expect(pace.restCount).toBeLessThanOrEqual(12);
  });

  it("tells what a step has thrown", async () => {
    const failing = function* () {
      yield* count(40);
      throw new RangeError("no");
    };
    await expect(inSlices(failing(), createPace())).rejects.toThrow(RangeError);
  });
});
