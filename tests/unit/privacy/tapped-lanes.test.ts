import { deflateRawSync } from "node:zlib";
import { expect, it } from "vitest";
import { joinedTexts, lanesRead } from "../../privacy/evidence/tapped-lanes.ts";
import type { TappedFrame } from "../../privacy/pages/taps.ts";
import { deflated, streamOf, withLength } from "../../support/page-stream.ts";

const frameOf = (lane: string, content: string | Uint8Array): TappedFrame => ({
  ...{ kind: "frame", document: "document", connection: 1, lane, direction: "sent" },
  ...(typeof content === "string"
    ? { text: content }
    : { bytes: Buffer.from(content).toString("base64") }),
});

const textsOf = (frames: TappedFrame[]) =>
  Object.fromEntries(
    lanesRead("customer", frames).haystacks.map(({ name, bytes }) => [
      name.replace(/^.*, /, ""),
      Buffer.from(bytes).toString(),
    ]),
  );

it("reads all streams of the page lane, message by message", () => {
  const stream = (...messages: object[]) =>
    streamOf(...messages.map((each) => deflated(withLength(JSON.stringify(each)))));
  const chunks = [
    ...stream({ type: "a", value: "first" }, { textContent: "second" }),
    ...stream({ events: [{ text: "third" }] }),
  ];
  const texts = textsOf(chunks.map((chunk) => frameOf("page", chunk)));
  expect(texts["as it reads"]).toContain(
    '{"type":"a","value":"first"}\n{"textContent":"second"}\n',
  );
  expect(texts["all texts joined"]).toBe("afirstsecondthird");
  expect(texts["visible texts joined"]).toBe("firstsecondthird");
});

it("puts the transfers of the asset lane together, and unpacks them", () => {
  const bytes = Buffer.from("a { color: red } ".repeat(9));
  const packed = deflateRawSync(bytes);
  const began = (transfer: number, packing: string) =>
    frameOf("asset", JSON.stringify({ type: "asset.began", transfer, packing, kind: "style" }));
  const chunk = (transfer: number, part: Uint8Array) =>
    frameOf("asset", Buffer.concat([Buffer.from([0, 0, 0, transfer]), part]));
  const { haystacks } = lanesRead("customer", [
    ...[began(1, "none"), began(2, "deflate-raw"), chunk(2, packed.subarray(0, 5))],
    ...[
      chunk(1, bytes.subarray(0, 30)),
      chunk(2, packed.subarray(5)),
      chunk(1, bytes.subarray(30)),
    ],
  ]);
  const transferred = haystacks.filter(({ name }) => name.includes("transferred"));
  expect(transferred.map((one) => Buffer.from(one.bytes))).toEqual([bytes, bytes]);
});

it("joins what was said over several messages, and lets what is no JSON be", () => {
  const messages = ['{"value":"Jane ","id":7}', "no JSON", '[{"text":"Doe"}]'];
  expect(joinedTexts(messages)).toEqual([
    ["all texts joined", "Jane Doe"],
    ["visible texts joined", "Jane Doe"],
  ]);
});
