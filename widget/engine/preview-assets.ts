/**
 * The tee at the asset lane, for one link. What leaves after the preview was opened goes there as it
 * leaves. What the agent has from before, of this page or of earlier ones, is asked for in the agent's
 * place, read again by the capture as ever, and given to the preview alone; the capture gives only what
 * has the same hash. So nothing is kept for a preview that nobody opens. Rules: SPEC.md, V3 and V4.
 */
import type { AssetLane } from "../../peer/capture/assets/asset-sender.ts";
import {
  AgentAssetMessage,
  type CustomerAssetMessage,
} from "../../peer/protocol/asset-messages.ts";
import { decode } from "../../peer/protocol/decode.ts";
import { hashStart } from "../../peer/protocol/hash-text.ts";
import { nextTask } from "../../peer/scheduling/next-task.ts";

type Frame = string | Uint8Array<ArrayBuffer>;

export interface PreviewAssets {
  /** For the capture. */
  readonly lane: AssetLane;
  /** To a preview that knows nothing yet. */
  giveAll(): void;
}

/** What is known of one hash. */
interface Known {
  readonly hash: string;
  /** As they were said. */
  readonly names: Map<number, string>;
  /** It has gone to the agent on this link, as a whole or in part. */
  isSent: boolean;
  /** The agent has asked for it anew. */
  isWanted: boolean;
  /** Once for each link: to ask is not free, and what is refused once stays so. */
  mayBeAsked: boolean;
  /** At the preview. Asked for: its names are said when it begins to come. */
  state: "not-there" | "asked-for" | "there" | "refused";
  underWay: Transfer | undefined;
  /** All that the preview got of it, for when it is opened again. */
  kept: Frame[];
}

interface Transfer {
  isForAgent: boolean;
  /** Those that went to the preview; none if it was not there when this began. */
  frames: Frame[] | undefined;
}

/** What is kept for a preview that is opened again, in bytes. The rest is a box in it then. */
const KEPT_BYTES = 16 * 1024 * 1024;

/** @param give - to the preview; returns whether there is one */
export function createPreviewAssets(
  lane: AssetLane,
  give: (frame: Frame) => boolean,
): PreviewAssets {
  const hashes = new Map<string, Known>();
  const refusedNames = new Set<number>();
  const transfers = new Map<number, Known>();
  let heldStarts: ReadonlySet<string> = new Set();
  let isOpen = false;
  let keptBytes = 0;
  let toCapture: (frame: Frame) => void = () => {};

  const tell = (frame: Frame) => {
    if (isOpen) isOpen = give(frame);
  };
  const tellAll = (frames: Iterable<Frame>) => {
    for (const frame of frames) tell(frame);
  };
  const refuseName = (name: number) => {
    const refusal: CustomerAssetMessage = { type: "asset.refused", name, reason: "unreadable" };
    tell(JSON.stringify(refusal));
  };

  function refuse(known: Known): void {
    known.state = "refused";
    for (const name of known.names.keys()) refuseName(name);
  }

  const want = (hash: string) => {
    const message: AgentAssetMessage = { type: "asset.wanted", hash };
    toCapture(JSON.stringify(message));
  };

  function ask(known: Known): void {
    if (!known.mayBeAsked) return refuse(known);
    known.mayBeAsked = false;
    known.state = "asked-for";
    want(known.hash);
  }

  const isAtAgent = ({ isSent, hash }: Known) => isSent || heldStarts.has(hashStart(hash));

  function named(name: number, hash: string, frame: string): void {
    const known = hashes.get(hash) ?? knownNowhere(hash);
    hashes.set(hash, known);
    known.names.set(name, frame);
    if (!isOpen || known.state === "asked-for") return;
    if (known.state === "refused") refuseName(name);
    else if (known.state === "there" || !isAtAgent(known)) tell(frame);
    // Its beginning was missed: it is asked for when it has ended.
    else if (!known.underWay) ask(known);
  }

  /** @returns whether it goes to the agent */
  function began(transfer: number, hash: string, frame: string): boolean {
    const known = hashes.get(hash);
    if (!known) return true;
    const isAskedFor = known.state === "asked-for";
    const isForAgent = known.isWanted || !isAskedFor;
    const isForPreview = isAskedFor || (isOpen && known.state === "not-there");
    known.isWanted = false;
    known.isSent ||= isForAgent;
    known.underWay = { isForAgent, frames: isForPreview ? [frame] : undefined };
    transfers.set(transfer, known);
    if (isAskedFor) tellAll(known.names.values());
    if (isForPreview) {
      known.state = "there";
      tell(frame);
    }
    return isForAgent;
  }

  function follow(transfer: number, frame: Frame): boolean {
    const underWay = transfers.get(transfer)?.underWay;
    if (!underWay) return true;
    if (underWay.frames) {
      underWay.frames.push(frame);
      tell(frame);
    }
    return underWay.isForAgent;
  }

  function ended(transfer: number, frame: string): boolean {
    const isForAgent = follow(transfer, frame);
    const known = transfers.get(transfer);
    if (!known) return isForAgent;
    transfers.delete(transfer);
    const frames = known.underWay?.frames;
    known.underWay = undefined;
    if (frames) keep(known, frames);
    else if (isOpen && known.state === "not-there") ask(known);
    // The agent has asked for it meanwhile, and the capture took it for being on its way.
    if (known.isWanted && !isForAgent) want(known.hash);
    return isForAgent;
  }

  function keep(known: Known, frames: Frame[]): void {
    const bytes = frames.reduce((sum, { length }) => sum + length, 0);
    if (keptBytes + bytes > KEPT_BYTES) return;
    keptBytes += bytes;
    known.kept = frames;
  }

  function unknown(hash: string): boolean {
    const known = hashes.get(hash);
    if (known?.state !== "asked-for") return true;
    const isForAgent = known.isWanted;
    known.isWanted = false;
    refuse(known);
    return isForAgent;
  }

  /** @returns whether it goes to the agent */
  function note(message: CustomerAssetMessage, frame: string): boolean {
    switch (message.type) {
      case "asset.named":
        named(message.name, message.hash, frame);
        return true;
      case "asset.refused":
        refusedNames.add(message.name);
        tell(frame);
        return true;
      case "asset.began":
        return began(message.transfer, message.hash, frame);
      case "asset.ended":
        return ended(message.transfer, frame);
      case "asset.unknown":
        return unknown(message.hash);
    }
    message satisfies never;
  }

  function noteOfAgent(frame: Frame): void {
    const decoded = typeof frame === "string" ? decode(AgentAssetMessage, frame) : undefined;
    if (!decoded?.ok) return;
    const { message } = decoded;
    if (message.type === "assets.held") {
      heldStarts = new Set(message.hashes);
      return;
    }
    const known = hashes.get(message.hash);
    if (!known) return;
    if (message.type === "asset.wanted") known.isWanted = true;
    else known.mayBeAsked = false;
  }

  function giveKnown(known: Known): void {
    const { names, kept, underWay } = known;
    if (known.state === "asked-for") return;
    const frames = underWay?.frames ?? kept;
    known.state = frames.length > 0 ? "there" : "not-there";
    if (frames.length === 0 && isAtAgent(known)) {
      if (!underWay) ask(known);
      return;
    }
    tellAll(names.values());
    tellAll(frames);
  }

  return {
    lane: {
      send(frame) {
        const isForAgent =
          typeof frame === "string"
            ? note(JSON.parse(frame) as CustomerAssetMessage, frame)
            : follow(new DataView(frame.buffer, frame.byteOffset).getUint32(0), frame);
        // What has no way to go would go at once; the page has its turn in between.
        return isForAgent ? lane.send(frame) : nextTask();
      },
      read(onFrame) {
        toCapture = onFrame;
        lane.read((frame) => {
          noteOfAgent(frame);
          onFrame(frame);
        });
      },
    },
    giveAll() {
      isOpen = true;
      refusedNames.forEach(refuseName);
      for (const known of hashes.values()) giveKnown(known);
    },
  };
}

function knownNowhere(hash: string): Known {
  return {
    hash,
    names: new Map(),
    isSent: false,
    isWanted: false,
    mayBeAsked: true,
    state: "not-there",
    underWay: undefined,
    kept: [],
  };
}
