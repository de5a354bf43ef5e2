import { describe, expect, it } from "vitest";
import { secretShapeExpression, secretShapeFault } from "../../../../peer/protocol/secret-shape.ts";

describe("the shape of a secret", () => {
  it.each([
    ["KD-########", "your number kd-12345678.", "kd-12345678"],
    ["@@-##+", "AB-123456", "AB-123456"],
    ["member ????", "Member a1B2", "Member a1B2"],
    ["(##) {##}", "(12) {34}", "(12) {34}"],
    ["Ü@@@", "üabc", "üabc"],
  ])("%s is found in %j", (shape, text, found) => {
    expect(secretShapeFault(shape)).toBeUndefined();
    expect(text.match(secretShapeExpression(shape))).toEqual([found]);
  });

  it.each([
    ["KD-########", "KD-123456789"],
    ["KD-########", "XKD-12345678"],
    ["####", "12345"],
    ["a.c#", "abc1"],
  ])("%s is not in %j", (shape, text) => {
    expect(text.match(secretShapeExpression(shape))).toBeNull();
  });

  it.each([
    ["", "empty"],
    ["#".repeat(101), "too-long"],
    ["###", "too-short"],
    ["#+@+", "open-run"],
    ["#+#", "open-run"],
    ["+###", "open-run"],
    ["a+###", "open-run"],
  ])("refuses %j: %s", (shape, fault) => {
    expect(secretShapeFault(shape)).toBe(fault);
  });
});
