import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PageMessage, RecorderEvent } from "../../../../peer/protocol/lane-messages.ts";
import { encodePageMessage, withOwnIds } from "../../../../peer/protocol/relative-ids.ts";

const changed = (...data: RecorderEvent["data"][]): PageMessage => ({
  type: "page.changed",
  epoch: 1,
  seq: 1,
  events: data.map((each) => ({ type: 3, timestamp: 1, data: each })),
});

const snapshot = (node: unknown): PageMessage => ({
  type: "page.snapshot",
  epoch: 1,
  widthPx: 1,
  heightPx: 1,
  colorScheme: "light",
  events: [{ type: 2, timestamp: 1, data: { node } }],
});

const onTheWire = (message: PageMessage) => {
  const sent: PageMessage = JSON.parse(encodePageMessage(message));
  return "events" in sent ? sent.events.map(({ data }) => data) : [];
};
const received = (text: string) => withOwnIds(JSON.parse(text) as PageMessage);

const text = (id: number) => ({ type: 3, textContent: "", id });

const NO_LIST = { length: 1, 0: { id: 1 } };

describe("ids on the page lane", () => {
  it("[L16] are told from the one before, in the order of the document", () => {
    const body = { id: 7, childNodes: [text(8), { id: 9, childNodes: [text(10)] }, text(30)] };
    const written = { id: 6, childNodes: [text(1), { id: 1, childNodes: [text(1)] }, text(20)] };
    expect(onTheWire(snapshot({ id: 1, childNodes: [body] }))).toEqual([
      { node: { id: 1, childNodes: [written] } },
    ]);
  });

  it("[L16] are told in lists from one to the next, parents and next siblings too", () => {
    const data = {
      source: 0,
      removes: [
        { parentId: 81, id: 483 },
        { parentId: 81, id: 482 },
      ],
      texts: [
        { id: 5, value: "a" },
        { id: 6, value: "b" },
      ],
      attributes: [
        { id: 90, attributes: { id: 4 } },
        { id: 92, attributes: {} },
      ],
      adds: [
        { parentId: 81, nextId: null, node: text(818) },
        { parentId: 81, nextId: 818, node: text(819) },
        { parentId: 82, nextId: 700, node: text(820) },
      ],
    };
    expect(onTheWire(changed(data))).toEqual([
      {
        source: 0,
        removes: [
          { parentId: 81, id: 483 },
          { parentId: 0, id: -1 },
        ],
        texts: [
          { id: 5, value: "a" },
          { id: 1, value: "b" },
        ],
        attributes: [
          { id: 90, attributes: { id: 4 } },
          { id: 2, attributes: {} },
        ],
        adds: [
          { parentId: 81, nextId: null, node: text(818) },
          { parentId: 0, nextId: 0, node: text(1) },
          { parentId: 1, nextId: -119, node: text(1) },
        ],
      },
    ]);
  });

  it("[L16] are as they were when they have come", () => {
    const id = fc.integer({ min: -2, max: 2 ** 50 });
    const { node } = fc.letrec((tie) => ({
      node: fc.record(
        { id, type: fc.nat(5), childNodes: fc.array(tie("node"), { maxLength: 3 }) },
        { requiredKeys: ["id"] },
      ),
    }));
    const data = fc.record({
      source: fc.constant(0),
      removes: fc.array(fc.record({ parentId: id, id })),
      texts: fc.array(fc.record({ id, value: fc.string() })),
      attributes: fc.array(fc.record({ id, attributes: fc.constant({ id: 1 }) })),
      adds: fc.array(fc.record({ parentId: id, nextId: fc.option(id), node })),
    });
    const message = fc.oneof(
      fc.array(data).map((all) => changed(...all)),
      node.map(snapshot),
    );
    fc.assert(
      fc.property(message, (sent) => {
        const before = JSON.stringify(sent);
        expect(JSON.stringify(received(encodePageMessage(sent)))).toBe(before);
      }),
    );
  });

  it("are left with the recorder as they are: it goes on with the same nodes", () => {
    const message = snapshot({ id: 4, childNodes: [text(5), text(6)] });
    const before = structuredClone(message);
    encodePageMessage(message);
    expect(message).toEqual(before);
  });

  it("are left alone in events that are not of nodes", () => {
    const removes = [{ id: 1 }, { id: 2 }];
    const rule = { source: 8, id: 40, removes, adds: [{ rule: "a {}", index: 2 }] };
    expect(onTheWire(changed(rule, { ...rule, id: 41 }))).toEqual([rule, { ...rule, id: 41 }]);
  });

  it.each([
    ["an id that is no number", { source: 0, removes: [{ id: "z", parentId: null }, 5, null] }],
    ["lists that are none", { source: 0, removes: 1, texts: "x", attributes: { id: 1 }, adds: {} }],
    ["what is added and no node", { source: 0, adds: [{ node: 7 }, { node: null }, {}] }],
    ["children that are none", { source: 0, adds: [{ node: { id: 1, childNodes: NO_LIST } }] }],
  ])("come through with %s, for others to refuse", (_what, data) => {
    const hostile = JSON.stringify(changed(data));
    expect(JSON.stringify(received(hostile))).toBe(hostile);
  });

  it("are read in a tree that is deeper than calls may be", () => {
    const depth = 200_000;
    const tree = `${'{"id":1,"childNodes":['.repeat(depth)}{"id":1}${"]}".repeat(depth)}`;
    const message = received(JSON.stringify(snapshot(0)).replace('"node":0', `"node":${tree}`));
    interface Nested {
      id: number;
      childNodes?: Nested[];
    }
    let node = "events" in message ? (message.events[0]?.data["node"] as Nested) : undefined;
    while (node?.childNodes) node = node.childNodes[0];
    expect(node?.id).toBe(depth + 1);
  });
});
