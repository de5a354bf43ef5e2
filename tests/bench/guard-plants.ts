/** What the bench `guard` plants in a page: made-up secrets, where they stand, and how they are written. */
import { MADE_UP, type MadeUpSecret, pick, type SecretKind } from "../support/made-up-secrets.ts";
import { partsOf, readingsOf, squashed } from "../support/readings.ts";
import type { PlantPlace } from "./pages/planting.ts";
import { createRandom } from "./random.ts";

export interface Plant {
  secret: MadeUpSecret;
  place: PlantPlace;
  coding: string;
  /** What is written there: one text, or the strings that it is parted into. */
  texts: string[];
}

const hex = (unit: string, length: number) => unit.charCodeAt(0).toString(16).padStart(length, "0");
const units = (text: string, code: (unit: string) => string) => text.split("").map(code).join("");
const percent = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

const PLAIN = "as it is";
const CODINGS: Record<string, (text: string) => string> = {
  [PLAIN]: (text) => text,
  "percent codes": (text) => `/find?q=${percent(text)}`,
  "percent codes twice": (text) => `/find?q=${encodeURIComponent(encodeURIComponent(text))}`,
  entities: (text) => `<b>${units(text, (unit) => `&#${unit.charCodeAt(0)};`)}</b>`,
  "JSON in an attribute": (text) => JSON.stringify({ note: text, page: 2 }),
  "JSON's escapes": (text) => `{"note":"${units(text, (unit) => `\\u${hex(unit, 4)}`)}"}`,
  "a sheet's escapes": (text) => `"${units(text, (unit) => `\\${hex(unit, 6)}`)}"`,
  base64: (text) => `x:${Buffer.from(`{"note":"${text}"}`).toString("base64")}`,
  base64url: (text) => Buffer.from(`note=${text}`).toString("base64url"),
  "base64 in percent codes": (text) =>
    `?q=${encodeURIComponent(Buffer.from(text).toString("base64"))}`,
};
/** Where a secret may stand, and what of its ways would not be itself there any more. */
const PLACES: Partial<Record<PlantPlace, readonly string[]>> = {
  ...{ text: [], attribute: [], data: [], area: [], option: [], drawing: [], field: [], typed: [] },
  ...{ "changed text": [], "changed attribute": [], added: [] },
  // An address is made whole by the recorder, and a backslash in it is a slash.
  link: ["JSON's escapes", "a sheet's escapes", "JSON in an attribute", "base64", "base64url"],
  // A sheet's texts are read by the browser, and written anew.
  sheet: ["JSON's escapes", "a sheet's escapes"],
};
/** What may be parted: letters and digits without a word before them. */
const PARTED: readonly SecretKind[] = ["card", "iban"];

export function madeUpPlants(seed: number, count: number): Plant[] {
  const random = createRandom(seed);
  const kinds = Object.keys(MADE_UP) as SecretKind[];
  return Array.from({ length: count }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? "card";
    if (PARTED.includes(kind) && random() < 0.25) return partedPlant(kind, random);
    const secret = MADE_UP[kind](random);
    const place = pick(random, Object.keys(PLACES)) as PlantPlace;
    const codings = Object.keys(CODINGS).filter((coding) => !PLACES[place]?.includes(coding));
    // Half of them as they are: that is how most would leak.
    const coding = random() < 0.5 ? PLAIN : pick(random, codings);
    const text = `${pick(random, ["", "Note: ", "paid with "])}${secret.label}${secret.text}${secret.after}`;
    return { secret, place, coding, texts: [CODINGS[coding]?.(text) ?? text] };
  });
}

/** Over several elements, in the groups that it is written in; or over two changes. */
function partedPlant(kind: SecretKind, random: () => number): Plant {
  const secret = MADE_UP[kind](random);
  const groups = secret.text.split(/[^0-9A-Za-z]+/);
  if (random() < 0.3) {
    const half = Math.ceil(secret.text.length / 2);
    const texts = [secret.text.slice(0, half), secret.text.slice(half)];
    return { secret, place: "two changes", coding: "in two messages", texts };
  }
  const texts = groups.length > 1 ? groups : (secret.text.match(/.{1,7}/g) ?? []);
  return { secret, place: "elements", coding: `in ${texts.length} strings`, texts };
}

export interface Outcome {
  plant: Plant;
  /** Whether it could be read without the guard, and can be with it. */
  isPlanted: boolean;
  isLeft: boolean;
}

type Strings = ReadonlyArray<readonly [name: string, text: string]>;

/** @param strings - what would leave, without the guard and with it */
export function outcomesOf(
  plants: readonly Plant[],
  { before, after }: { before: Strings; after: Strings },
): Outcome[] {
  const [without, withGuard] = [readerOf(before), readerOf(after)];
  return plants.map((plant) => ({
    plant,
    isPlanted: without(plant, "whole"),
    // Of what is parted over two messages the beginning has left.
    isLeft: withGuard(plant, plant.place === "two changes" ? "whole" : "half"),
  }));
}

function readerOf(strings: Strings) {
  const apart = strings.flatMap(([, text]) => readingsOf(text).map(squashed)).join("|");
  const rows = new Map<string, string>();
  for (const [name, text] of strings) rows.set(name, (rows.get(name) ?? "") + squashed(text));
  const inRows = [...rows.values()].join("|");
  return ({ secret }: Plant, how: "whole" | "half") => {
    const parts = how === "whole" ? [squashed(secret.text)] : partsOf(secret.text);
    return parts.some((part) => apart.includes(part) || inRows.includes(part));
  };
}
