import { expect, it } from "vitest";
import {
  createAssetNames,
  type NamedAsset,
} from "../../../../../peer/capture/assets/asset-names.ts";
import { ASSET_NAMES_COUNT } from "../../../../../peer/protocol/limits.ts";

function createNames() {
  const named: NamedAsset[] = [];
  const forgotten: number[] = [];
  const names = createAssetNames({
    onNamed: (asset) => named.push(asset),
    onForgotten: ({ name }) => forgotten.push(name),
  });
  return { names, named, forgotten };
}

it("counts from 1, and gives the same thing the same name [A2]", () => {
  const { names, named } = createNames();
  expect(names.ofAddresses("image", ["https://x.example/a"])?.name).toBe(1);
  expect(names.ofAddresses("font", ["https://x.example/a"])?.name).toBe(2);
  expect(names.ofSheet("a{}")?.name).toBe(3);
  expect(names.ofAddresses("image", ["https://x.example/a"])?.name).toBe(1);
  expect(names.ofSheet("a{}")?.name).toBe(3);
  expect(named.map(({ name }) => name)).toEqual([1, 2, 3]);
});

it("knows what CSS names, also when an element has shown it first", () => {
  const { names } = createNames();
  const shown = names.ofAddresses("image", ["https://x.example/a"]);
  expect(shown?.isInCss).toBe(false);
  expect(names.inCss("image", ["https://x.example/a"])).toBe(shown);
  expect(shown?.isInCss).toBe(true);
});

it("gives sheets other names from when other rules are in force", () => {
  const { names, forgotten } = createNames();
  const sheet = names.ofSheet("a{}");
  names.ofAddresses("image", ["https://x.example/a"]);
  expect(names.forgetSheets()).toEqual([sheet]);
  expect(forgotten).toEqual([1]);
  expect(names.ofSheet("a{}")?.name).toBe(3);
  expect(names.ofAddresses("image", ["https://x.example/a"])?.name).toBe(2);
});

it("gives no more names than a link may have, and goes on knowing those", () => {
  const { names } = createNames();
  for (let each = 1; each <= ASSET_NAMES_COUNT; each += 1) {
    expect(names.ofAddresses("image", [`https://x.example/${each}`])?.name).toBe(each);
  }
  expect(names.ofAddresses("image", ["https://x.example/more"])).toBeUndefined();
  expect(names.ofAddresses("image", ["https://x.example/1"])?.name).toBe(1);
});

it("keeps so much text of a page that draws itself anew all the time, and no more", () => {
  const { names, forgotten } = createNames();
  const drawing = (turn: number) => `data:image/png,${turn}${"x".repeat(3_000_000)}`;
  for (const turn of [1, 2, 3]) names.ofAddresses("image", [drawing(turn)]);
  expect(forgotten).toEqual([1]);
  expect(names.ofAddresses("image", [drawing(3)])?.name).toBe(3);
  expect(names.ofAddresses("image", [drawing(1)])?.name).toBe(4);
});
