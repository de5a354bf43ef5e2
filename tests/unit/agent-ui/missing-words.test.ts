import { expect, it } from "vitest";
import { missingCount, missingWords } from "../../../agent-ui/viewer/missing-words.ts";

it("counts the parts that are missing, whatever for", () => {
  expect(missingCount({})).toBe(0);
  expect(missingCount({ "another-origin": 2, "too-large": 1 })).toBe(3);
});

it("says why in plain words, the most frequent first", () => {
  expect(missingWords({ "too-large": 1, "another-origin": 2 })).toBe(
    "2 from another site, 1 too large",
  );
});

it("does not part what is one to a reader", () => {
  expect(missingWords({ "hash-mismatch": 1, "bad-packing": 1, incomplete: 1 })).toBe(
    "3 damaged on the way",
  );
});
