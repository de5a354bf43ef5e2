import { describe, expect, it } from "vitest";
import { type AssetSender, createAssetSender } from "../../../peer/capture/assets/asset-sender.ts";
import { CustomerAssetMessage } from "../../../peer/protocol/asset-messages.ts";
import { decode } from "../../../peer/protocol/decode.ts";
import { hashStart } from "../../../peer/protocol/hash-text.ts";
import { ASSET_FAULTS_COUNT } from "../../../peer/protocol/limits.ts";
import { nextTask } from "../../../peer/scheduling/next-task.ts";
import { createPreviewAssets } from "../../../widget/engine/preview-assets.ts";
import { FakeAssetLane } from "../../support/fake-asset-lane.ts";

const hashOf = (letter: string) => letter.repeat(43);

/** A capture that has `bytes` of whatever is asked for, a preview, and the agent's end of the lane. */
function createRig(unreadable: readonly string[] = []) {
  const agent = new FakeAssetLane();
  const preview = new FakeAssetLane();
  let isThere = true;
  const tee = createPreviewAssets(agent, (frame) => {
    if (isThere) void preview.send(frame);
    return isThere;
  });
  const asked: string[] = [];
  const bytes = new Uint8Array(40_000).fill(7);
  const sender: AssetSender = createAssetSender(
    tee.lane,
    {
      onReady() {},
      onRoom() {},
      onWanted(hash) {
        asked.push(hash);
        if (unreadable.includes(hash)) sender.callUnknown(hash);
        else offer(hash);
      },
    },
    new AbortController().signal,
  );
  tee.lane.read(sender.receive);
  const offer = (hash: string) =>
    sender.offer({
      hash,
      kind: "image",
      byteCount: bytes.length,
      packed: { packing: "none", bytes },
      rank: () => 0,
      isHidden: () => false,
    });
  return {
    agent,
    preview,
    asked,
    bytes,
    sender,
    giveAll: tee.giveAll,
    /** As the capture does it: by name, and then the bytes if they are lacking. */
    settle(name: number, hash: string) {
      sender.name(name, "image", hash);
      offer(hash);
    },
    leave() {
      isThere = false;
    },
    comeBack() {
      isThere = true;
      preview.frames.length = 0;
    },
    /** Lets both take whatever there is, each frame in a task of its own. */
    async drain() {
      for (let turn = 0; turn < 30; turn += 1) {
        await agent.takeAll();
        await nextTask();
      }
    },
  };
}

type Rig = ReturnType<typeof createRig>;
const transfersIn = ({ frames }: FakeAssetLane) =>
  frames.filter((frame) => typeof frame === "string" && frame.includes("asset.began")).length;
const namesIn = (lane: FakeAssetLane) =>
  lane.messages().flatMap((message) => ("name" in message ? [message.name] : []));

/** The way of each asset: what is told of it, and in which order. */
function wayOf({ preview }: Rig): string[] {
  return preview.frames.flatMap((frame) => {
    if (typeof frame !== "string") return [];
    const decoded = decode(CustomerAssetMessage, frame);
    if (!decoded.ok) throw new Error("not a message");
    const { message } = decoded;
    return [`${message.type}${"name" in message ? ` ${message.name}` : ""}`];
  });
}

describe("the tee at the asset lane", () => {
  it("tells the preview what leaves, in the same frames and the same order", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [] });
    rig.giveAll();
    rig.settle(1, hashOf("a"));
    rig.sender.refuse(2, "too-large");
    await rig.drain();
    expect(transfersIn(rig.agent)).toBe(1);
    expect(rig.preview.frames).toEqual(rig.agent.frames);
    expect(rig.asked).toEqual([]);
  });

  it("asks for nothing and keeps nothing as long as nobody looks", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [hashStart(hashOf("b"))] });
    rig.settle(1, hashOf("a"));
    rig.settle(2, hashOf("b"));
    await rig.drain();
    expect(transfersIn(rig.agent)).toBe(1);
    expect(rig.asked).toEqual([]);
    expect(rig.preview.frames).toEqual([]);
  });

  it("[V4] gives what the agent has from before to the preview alone, with its names first", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [hashStart(hashOf("b"))] });
    rig.settle(1, hashOf("a"));
    rig.settle(2, hashOf("b"));
    rig.settle(3, hashOf("b"));
    await rig.drain();
    const before = rig.agent.frames.length;
    rig.giveAll();
    await rig.drain();
    expect(rig.asked).toEqual([hashOf("a"), hashOf("b")]);
    expect(rig.agent.frames).toHaveLength(before);
    expect(transfersIn(rig.preview)).toBe(2);
    expect(namesIn(rig.preview)).toEqual([1, 2, 3]);
    const way = wayOf(rig);
    expect(way.indexOf("asset.named 2")).toBeLessThan(way.lastIndexOf("asset.began"));
    expect(rig.preview.bytesOf(2)).toEqual(rig.bytes);
  });

  it("[V4] asks also for what is named only now, if the agent has it", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [hashStart(hashOf("b"))] });
    rig.giveAll();
    rig.settle(1, hashOf("b"));
    rig.settle(2, hashOf("b"));
    await rig.drain();
    expect(rig.asked).toEqual([hashOf("b")]);
    expect(transfersIn(rig.agent)).toBe(0);
    expect(namesIn(rig.agent)).toEqual([1, 2]);
    expect(namesIn(rig.preview)).toEqual([1, 2]);
    expect(rig.preview.bytesOf(1)).toEqual(rig.bytes);
  });

  it("asks for what was on its way to the agent when it has arrived there", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [] });
    rig.settle(1, hashOf("a"));
    await rig.agent.take();
    await rig.agent.take();
    expect(transfersIn(rig.agent)).toBe(1);
    rig.giveAll();
    expect(rig.asked).toEqual([]);
    await rig.drain();
    expect(rig.asked).toEqual([hashOf("a")]);
    expect(transfersIn(rig.agent)).toBe(1);
    expect(wayOf(rig)).toEqual(["asset.named 1", "asset.began", "asset.ended"]);
    expect(rig.preview.bytesOf(2)).toEqual(rig.bytes);
  });

  it("[V4] refuses the names of what cannot be had again, and the agent hears nothing of it", async () => {
    const rig = createRig([hashOf("a")]);
    rig.agent.say({ type: "assets.held", hashes: [hashStart(hashOf("a"))] });
    rig.settle(1, hashOf("a"));
    rig.sender.refuse(2, "another-origin");
    await rig.drain();
    const before = rig.agent.frames.length;
    rig.giveAll();
    await rig.drain();
    rig.sender.name(3, "image", hashOf("a"));
    await rig.drain();
    expect(wayOf(rig)).toEqual(["asset.refused 2", "asset.refused 1", "asset.refused 3"]);
    expect(
      rig.agent
        .messages()
        .slice(before)
        .map(({ type }) => type),
    ).toEqual(["asset.named"]);
  });

  it("does not ask for what the agent has rejected", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [] });
    rig.settle(1, hashOf("a"));
    await rig.drain();
    rig.agent.say({ type: "asset.rejected", hash: hashOf("a"), reason: "not-an-image" });
    rig.giveAll();
    await rig.drain();
    expect(rig.asked).toEqual([]);
    expect(wayOf(rig)).toEqual(["asset.refused 1"]);
  });

  it("asks for nothing that the agent has rejected: each such question counts against the agent", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [] });
    for (let name = 1; name <= ASSET_FAULTS_COUNT; name += 1) {
      const hash = String(name).padStart(43, "r");
      rig.sender.name(name, "image", hash);
      rig.agent.say({ type: "asset.rejected", hash, reason: "not-an-image" });
    }
    await rig.drain();
    rig.giveAll();
    const hash = hashOf("a");
    rig.settle(ASSET_FAULTS_COUNT + 1, hash);
    await rig.drain();
    rig.agent.say({ type: "asset.wanted", hash });
    await rig.drain();
    expect(rig.asked).toEqual([hash]);
    expect(transfersIn(rig.agent)).toBe(2);
  });

  it("leaves the preview what it has when the agent asks in vain for the same", async () => {
    const hash = hashOf("a");
    const rig = createRig([hash]);
    rig.agent.say({ type: "assets.held", hashes: [] });
    rig.giveAll();
    rig.settle(1, hash);
    await rig.drain();
    rig.agent.say({ type: "asset.wanted", hash });
    await rig.drain();
    expect(rig.agent.messages().at(-1)).toEqual({ type: "asset.unknown", hash });
    expect(wayOf(rig)).toEqual(["asset.named 1", "asset.began", "asset.ended"]);
  });

  it("lets the agent have what it asks for while the preview gets the same", async () => {
    const rig = createRig();
    const hash = hashOf("a");
    rig.agent.say({ type: "assets.held", hashes: [hashStart(hash)] });
    rig.settle(1, hash);
    await rig.drain();
    rig.giveAll();
    // Under way to the preview alone: the capture would take the agent's word for one too many.
    rig.agent.say({ type: "asset.wanted", hash });
    await rig.drain();
    expect(transfersIn(rig.agent)).toBe(1);
    expect(transfersIn(rig.preview)).toBe(1);
    const [number = 0] = rig.agent
      .messages()
      .flatMap((message) => (message.type === "asset.began" ? [message.transfer] : []));
    expect(rig.agent.bytesOf(number)).toEqual(rig.bytes);
  });

  it("[V4] gives a preview that is opened again what the one before got, without asking again", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [hashStart(hashOf("b"))] });
    rig.settle(1, hashOf("a"));
    await rig.drain();
    rig.giveAll();
    rig.settle(2, hashOf("b"));
    await rig.drain();
    rig.leave();
    rig.settle(3, hashOf("c"));
    await rig.drain();
    const asked = [hashOf("a"), hashOf("b")];
    expect(rig.asked).toEqual(asked);
    rig.comeBack();
    rig.giveAll();
    await rig.drain();
    expect(rig.asked).toEqual([...asked, hashOf("c")]);
    expect(transfersIn(rig.preview)).toBe(3);
    expect(namesIn(rig.preview).toSorted()).toEqual([1, 2, 3]);
    expect(transfersIn(rig.agent)).toBe(2);
  });

  it("is whole for a preview that is loaded again in the midst of it", async () => {
    const rig = createRig();
    rig.agent.say({ type: "assets.held", hashes: [] });
    rig.giveAll();
    rig.settle(1, hashOf("a"));
    await rig.agent.take();
    await rig.agent.take();
    await rig.agent.take();
    rig.comeBack();
    rig.giveAll();
    await rig.drain();
    expect(wayOf(rig)).toEqual(["asset.named 1", "asset.began", "asset.ended"]);
    expect(rig.preview.bytesOf(1)).toEqual(rig.bytes);
    expect(rig.asked).toEqual([]);
  });

  it("lets what the agent's side says pass as it is, and believes nothing that it makes up", async () => {
    const rig = createRig([hashOf("z")]);
    rig.agent.say({ type: "assets.held", hashes: [] });
    rig.agent.say("nonsense");
    rig.agent.say(new Uint8Array(3));
    rig.agent.say({ type: "asset.wanted", hash: hashOf("z") });
    rig.giveAll();
    await rig.drain();
    expect(rig.agent.messages()).toEqual([{ type: "asset.unknown", hash: hashOf("z") }]);
    expect(rig.preview.frames).toEqual([]);
  });
});
