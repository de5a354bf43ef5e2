import { expect, it } from "vitest";
import { takeOutRedacted } from "../../../../peer/capture/redacted-changes.ts";
import type { RecorderEvent } from "../../../../peer/protocol/lane-messages.ts";

/** Odd ids are of redacted parts. */
const nodeOf = (id: number) => (id > 100 ? null : ({ id } as unknown as Node));
const isRedacted = (node: Node) => (node as unknown as { id: number }).id % 2 === 1;

function left(data: Record<string, unknown>) {
  const event: RecorderEvent = { type: 3, timestamp: 1, data };
  return takeOutRedacted(event, nodeOf, isRedacted) ? event.data : undefined;
}

it("what changes within a redacted part is taken out, and the rest stays", () => {
  const change = {
    source: 0,
    removes: [
      { id: 3, parentId: 1 },
      { id: 3, parentId: 2 },
    ],
    adds: [{ parentId: 1 }, { parentId: 2, node: { id: 5 } }],
    attributes: [{ id: 2 }, { id: 3 }],
    texts: [{ id: 5 }, { id: 4 }],
  };
  expect(left(change)).toEqual({
    source: 0,
    removes: [{ id: 3, parentId: 2 }],
    adds: [{ parentId: 2, node: { id: 5 } }],
    attributes: [{ id: 2 }],
    texts: [{ id: 4 }],
  });
});

it("rules and scrolling of a redacted part are not told, those of others are", () => {
  expect(left({ source: 8, id: 3 })).toBeUndefined();
  expect(left({ source: 3, id: 1 })).toBeUndefined();
  expect(left({ source: 8, id: 4 })).toEqual({ source: 8, id: 4 });
  expect(left({ source: 8, styleId: 3 })).toEqual({ source: 8, styleId: 3 });
  expect(left({ source: 4, width: 1 })).toEqual({ source: 4, width: 1 });
});

it("what is not in the page any more is not told of, and nothing is told of nothing", () => {
  expect(left({ source: 5, id: 200, text: "x" })).toBeUndefined();
  expect(left({ source: 0, adds: [{ parentId: 1 }], texts: [{ id: 3 }] })).toBeUndefined();
});
