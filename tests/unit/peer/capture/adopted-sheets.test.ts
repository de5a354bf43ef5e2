import { expect, it } from "vitest";
import { createAdoptedSheets } from "../../../../peer/capture/adopted-sheets.ts";

const adopted = (id: number, styleIds: number[], styles: unknown[] = []) => ({
  type: 3,
  timestamp: 1,
  data: { source: 15, id, styleIds, styles },
});

const added = (...ids: number[]) => ({
  type: 3,
  timestamp: 2,
  data: { source: 0, adds: ids.map((id) => ({ node: { id } })) },
});

it("tells again, after an element was put back, what it had adopted last", () => {
  const sheets = createAdoptedSheets();
  expect(sheets.after(added(7))).toEqual([]);
  expect(sheets.after(adopted(7, [1], [{ styleId: 1, rules: [] }]))).toEqual([]);
  sheets.after(adopted(7, [1, 2]));
  const [again] = sheets.after(added(6, 7, 8));
  expect(again?.data).toEqual({ source: 15, id: 7, styleIds: [1, 2] });
  sheets.startAfresh();
  expect(sheets.after(added(7))).toEqual([]);
});
