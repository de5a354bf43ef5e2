/** What went over the lanes of one browser, as it went and as it reads. */
import { constants, inflateRawSync } from "node:zlib";
import { BEGINS } from "../../../peer/link/chunk-kind.ts";
import {
  type CustomerAssetMessage,
  TRANSFER_NUMBER_BYTES,
} from "../../../peer/protocol/asset-messages.ts";
import type { TappedFrame } from "../pages/taps.ts";
import type { Haystack } from "../search/search.ts";

const LENGTH_BYTES = 4;

export interface Picture {
  name: string;
  bytes: Buffer;
}

export function lanesRead(
  who: string,
  frames: readonly TappedFrame[],
): { haystacks: Haystack[]; pictures: Picture[] } {
  const haystacks: Haystack[] = [];
  const pictures: Picture[] = [];
  for (const [name, part] of byLane(frames)) {
    const { lane, direction } = part[0] as TappedFrame;
    const source = `${lane} lane ${direction} by the ${who}`;
    const bytes = part.map(({ text, bytes: coded }) =>
      Buffer.from(text ?? coded ?? "", text === undefined ? "base64" : "utf8"),
    );
    const add = (what: string, content: Uint8Array) =>
      haystacks.push({ source, name: `${name}, ${what}`, bytes: content, kind: "said" });
    add("as it went", Buffer.concat(bytes));
    const messages = lane === "page" ? pageMessages(bytes) : part.flatMap(({ text }) => text ?? []);
    if (messages.length > 0) {
      add("as it reads", Buffer.from(messages.join("\n")));
      for (const [what, joined] of joinedTexts(messages)) add(what, Buffer.from(joined));
    }
    if (lane !== "asset") continue;
    for (const transfer of transfersOf(part, bytes)) {
      add(`${transfer.kind} that was transferred`, transfer.bytes);
      if (transfer.kind === "image") pictures.push({ name: source, bytes: transfer.bytes });
    }
  }
  return { haystacks, pictures };
}

function byLane(frames: readonly TappedFrame[]): Map<string, TappedFrame[]> {
  const lanes = new Map<string, TappedFrame[]>();
  for (const frame of frames) {
    const name = `${frame.document.slice(0, 8)}/${frame.connection} ${frame.lane} ${frame.direction}`;
    const known = lanes.get(name);
    if (known) known.push(frame);
    else lanes.set(name, [frame]);
  }
  return lanes;
}

/** Streams of raw deflate, each from a chunk that begins one; in them, messages with their lengths. */
function pageMessages(chunks: readonly Buffer[]): string[] {
  const streams: Buffer[][] = [];
  for (const chunk of chunks) {
    if ((chunk[0] ?? 0) & BEGINS) streams.push([]);
    streams.at(-1)?.push(chunk.subarray(1));
  }
  return streams.flatMap((stream) => {
    const text = inflateRawSync(Buffer.concat(stream), { finishFlush: constants.Z_SYNC_FLUSH });
    const messages: string[] = [];
    for (let at = 0; at + LENGTH_BYTES <= text.length; ) {
      const end = at + LENGTH_BYTES + text.readUInt32BE(at);
      messages.push(text.toString("utf8", at + LENGTH_BYTES, end));
      at = end;
    }
    return messages;
  });
}

/** All that the messages say, one after the other: so a text is found that came in several pieces. */
export function joinedTexts(messages: readonly string[]): Array<[what: string, text: string]> {
  const all: string[] = [];
  const visible: string[] = [];
  for (const message of messages) {
    let json: unknown;
    try {
      json = JSON.parse(message);
    } catch {
      continue;
    }
    gather(json, "", (text, key) => {
      all.push(text);
      if (VISIBLE.has(key)) visible.push(text);
    });
  }
  return [
    ["all texts joined", all.join("")],
    ["visible texts joined", visible.join("")],
  ];
}

/** Where the recorder says what a person sees. */
const VISIBLE = new Set(["textContent", "value", "text"]);

function gather(json: unknown, key: string, say: (text: string, key: string) => void): void {
  if (typeof json === "string") say(json, key);
  else if (typeof json === "object" && json !== null) {
    for (const [name, value] of Object.entries(json)) gather(value, name, say);
  }
}

function transfersOf(frames: readonly TappedFrame[], bytes: readonly Buffer[]) {
  const begun: Array<{ kind: string; transfer: number; packing: string; parts: Buffer[] }> = [];
  for (const [at, { text }] of frames.entries()) {
    const frame = bytes[at] as Buffer;
    if (text === undefined) {
      const number = frame.readUInt32BE(0);
      begun
        .findLast(({ transfer }) => transfer === number)
        ?.parts.push(frame.subarray(TRANSFER_NUMBER_BYTES));
      continue;
    }
    const message = JSON.parse(text) as CustomerAssetMessage;
    if (message.type === "asset.began") begun.push({ ...message, parts: [] });
  }
  return begun.map(({ kind, packing, parts }) => {
    const packed = Buffer.concat(parts);
    const options = { finishFlush: constants.Z_SYNC_FLUSH };
    return { kind, bytes: packing === "none" ? packed : inflateRawSync(packed, options) };
  });
}
