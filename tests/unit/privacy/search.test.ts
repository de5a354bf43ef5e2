import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { Canaries, type Form } from "../../privacy/canary.ts";
import { ENCODINGS } from "../../privacy/search/encodings.ts";
import { type Haystack, Searcher } from "../../privacy/search/search.ts";

const PLACE = {
  group: "group",
  channel: "channel",
  phase: "phase",
  place: "place",
  policy: "policy",
};
const FORMS: Form[] = ["word", "id", "name", "number", "mail", "prose"];

const hay = (bytes: Uint8Array | string, kind: Haystack["kind"] = "said"): Haystack => ({
  ...{ source: "source", name: "name", bytes: Buffer.from(bytes), kind },
});

function planted(form: Form) {
  const canaries = new Canaries();
  for (const other of FORMS) canaries.plant(PLACE, other);
  const canary = canaries.plant(PLACE, form);
  const searcher = new Searcher(canaries.all);
  return {
    canary,
    found: (haystack: Haystack) => searcher.search(haystack).map((one) => one.canary),
  };
}

describe.each(FORMS)("the search for a canary that is a %s", (form) => {
  it.each(ENCODINGS.filter(({ example }) => example))("sees it in the form: $name", ({
    example,
  }) => {
    const { canary, found } = planted(form);
    expect(found(hay(`before ${example?.(canary.value)} after`))).toEqual([canary]);
  });

  it.each(ENCODINGS)("sees what lies in memory in the form: $name", ({ needlesOf }) => {
    const { canary, found } = planted(form);
    for (const needle of needlesOf(canary.value)) {
      const bytes = Buffer.concat([randomBytes(40), needle, randomBytes(40)]);
      expect(found(hay(bytes, "memory"))).toEqual([canary]);
    }
  });

  it("sees it with other things between its letters", () => {
    const { canary, found } = planted(form);
    const pieces = [...canary.value].map((letter) => ({ type: "!", "-": [letter] }));
    // Ids and names of fields would stand between them: those are left out where messages are joined.
    expect(found(hay(JSON.stringify(pieces).replace(/type|"!"/g, "")))).toEqual([canary]);
  });
});

describe("the search", () => {
  it("sees half of a name", () => {
    const { canary, found } = planted("word");
    const [mark = ""] = canary.marks;
    expect(found(hay(`x${mark.slice(0, 8)}x`))).toEqual([canary]);
    expect(found(hay(`x${mark.slice(8)}x`))).toEqual([canary]);
    expect(found(hay(`x${mark.slice(0, 12)}x`, "memory"))).toEqual([canary]);
  });

  it("finds nothing where nothing is", () => {
    const canaries = new Canaries();
    for (let count = 0; count < 200; count += 1) canaries.plant(PLACE, FORMS[count % 6] ?? "word");
    const searcher = new Searcher(canaries.all);
    expect(searcher.search(hay(randomBytes(500_000)))).toEqual([]);
    expect(searcher.search(hay(randomBytes(300_000).toString("base64"), "memory"))).toEqual([]);
  });

  it("finds bytes that a canary is known by, and says which", () => {
    const canaries = new Canaries();
    const canary = canaries.plant(PLACE, "word");
    const trace = randomBytes(20);
    canary.traces.push(trace);
    const [found] = new Searcher(canaries.all).search(hay(Buffer.concat([Buffer.alloc(9), trace])));
    expect(found).toMatchObject({ canary, encoding: "its bytes" });
  });
});
