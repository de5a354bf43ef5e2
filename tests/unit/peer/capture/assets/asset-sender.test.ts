import { describe, expect, it } from "vitest";
import {
  createAssetSender,
  type OfferedAsset,
} from "../../../../../peer/capture/assets/asset-sender.ts";
import {
  ASSET_FAULTS_COUNT,
  ASSET_RESENDS_COUNT,
  ASSET_TRANSFERS_COUNT,
  LANE_CHUNK_BYTES,
} from "../../../../../peer/protocol/limits.ts";
import { FakeAssetLane } from "../../../../support/fake-asset-lane.ts";

const hashOf = (letter: string) => letter.repeat(43);
const startOf = (letter: string) => letter.repeat(16);
const BIG = 40 * LANE_CHUNK_BYTES;

function openSender() {
  const lane = new FakeAssetLane();
  const told: string[] = [];
  const ended = new AbortController();
  const sender = createAssetSender(
    lane,
    {
      onReady: () => told.push("ready"),
      onRoom: () => told.push("room"),
      onWanted: (hash) => told.push(`wanted ${hash[0]}`),
    },
    ended.signal,
  );
  lane.read(sender.receive);
  return { lane, told, sender, ended };
}

function offer(letter: string, length: number, rank = 0, fill = 0): OfferedAsset {
  const bytes = new Uint8Array(length).fill(fill);
  return {
    hash: hashOf(letter),
    kind: "image",
    byteCount: length,
    packed: { packing: "none", bytes },
    rank: () => rank,
    isHidden: () => false,
  };
}

/** A sender that the agent's side has told what it has. */
function openReadySender(held: string[] = []) {
  const opened = openSender();
  opened.lane.say({ type: "assets.held", hashes: held });
  return opened;
}

describe("the customer's end of the asset lane", () => {
  it("sends nothing before the agent's side has said what it has [A3]", async () => {
    const { lane, told, sender } = openSender();
    sender.name(1, "image", hashOf("a"));
    sender.refuse(2, "another-origin");
    sender.offer(offer("a", 10));
    expect(sender.isReady()).toBe(false);
    expect(lane.frames).toEqual([]);
    lane.say({ type: "assets.held", hashes: [] });
    expect(told).toEqual(["ready"]);
    await lane.takeAll();
    expect(lane.messages()).toMatchObject([
      { type: "asset.named", name: 1, kind: "image", hash: hashOf("a"), references: [] },
      { type: "asset.refused", name: 2, reason: "another-origin" },
      { type: "asset.began", hash: hashOf("a") },
      { type: "asset.ended" },
    ]);
  });

  it("sends nothing that the agent's side has [A3]", async () => {
    const { lane, sender } = openReadySender([startOf("a")]);
    expect(sender.isLacking(hashOf("a"))).toBe(false);
    sender.offer(offer("a", 10));
    sender.offer(offer("b", 10));
    await lane.takeAll();
    expect(lane.messages()).toMatchObject([
      { type: "asset.began", hash: hashOf("b") },
      { type: "asset.ended" },
    ]);
  });

  it("sends a transfer in frames that a lane takes, numbered [A1, A6]", async () => {
    const { lane, sender } = openReadySender();
    const bytes = Uint8Array.from({ length: 40_000 }, (_, at) => at % 251);
    const packed = { packing: "deflate-raw", bytes } as const;
    sender.offer({ ...offer("a", 0), kind: "style", byteCount: 90_000, packed });
    await lane.takeAll();
    expect(lane.way()).toEqual(["began 1", "1", "1", "1", "ended 1"]);
    expect(lane.messages()[0]).toEqual({
      type: "asset.began",
      transfer: 1,
      kind: "style",
      hash: hashOf("a"),
      byteCount: 90_000,
      packing: "deflate-raw",
      packedByteCount: 40_000,
    });
    expect(lane.frames.map(({ length }) => length).slice(1, 4)).toEqual([
      LANE_CHUNK_BYTES,
      LANE_CHUNK_BYTES,
      40_000 - 2 * (LANE_CHUNK_BYTES - 4) + 4,
    ]);
    expect(lane.bytesOf(1)).toEqual(bytes);
  });

  it("sends each hash once [A6]", async () => {
    const { lane, sender } = openReadySender();
    sender.offer(offer("a", 10));
    sender.offer(offer("a", 10));
    await lane.takeAll();
    sender.offer(offer("a", 10));
    await lane.takeAll();
    expect(lane.way()).toEqual(["began 1", "1", "ended 1"]);
  });

  it("sends what is most needed first, also when that changes meanwhile", async () => {
    const { lane, sender } = openReadySender();
    const ranks = { far: 5, near: 4 };
    sender.offer({ ...offer("a", 2 * LANE_CHUNK_BYTES), rank: () => ranks.far });
    sender.offer({ ...offer("b", 2 * LANE_CHUNK_BYTES), rank: () => ranks.near });
    await lane.take();
    await lane.take();
    expect(lane.way()).toEqual(["began 1", "began 2", "2"]);
    ranks.near = 6;
    await lane.takeAll();
    expect(lane.way().slice(3)).toEqual(["1", "1", "1", "ended 1", "2", "2", "ended 2"]);
  });

  it("lets a small one pass big ones, of which it has not sent the end [A6]", async () => {
    const { lane, sender } = openReadySender();
    for (const letter of ["a", "b", "c", "d"]) sender.offer(offer(letter, BIG));
    for (let taken = 0; taken < 5; taken += 1) await lane.take();
    const before = lane.way().length;
    sender.offer(offer("e", 100));
    await lane.take();
    await lane.take();
    await lane.take();
    const [, number] = lane.way()[before]?.split(" ") ?? [];
    expect(lane.way().slice(before)).toEqual([`began ${number}`, number, `ended ${number}`]);
    expect(lane.way()).not.toContain("ended 1");
  });

  it("has only a few under way, and keeps a place for small ones [A6]", async () => {
    const { lane, sender } = openReadySender();
    let most = 0;
    for (let each = 0; each < 12; each += 1) {
      // The one that was offered last is needed most: all would be begun.
      sender.offer(offer("abcdefghijkl"[each] ?? "", BIG, 100 - each));
      await lane.take();
      const begun = lane.way().filter((step) => step.startsWith("began")).length;
      most = Math.max(most, begun - lane.way().filter((step) => step.startsWith("ended")).length);
    }
    expect(most).toBe(ASSET_TRANSFERS_COUNT - 1);
  });

  it("makes room for what is needed most by ending what is soonest done", async () => {
    const { lane, sender } = openReadySender();
    const ranks = { a: 9, b: 8, c: 7, d: 6 };
    for (const letter of ["a", "b", "c", "d"] as const) {
      const length = letter === "d" ? 2 * (LANE_CHUNK_BYTES - 4) : BIG;
      sender.offer({ ...offer(letter, length), rank: () => ranks[letter] });
      if (letter !== "a") await lane.take();
    }
    expect(lane.way()).toEqual(["began 1", "began 2", "began 3", "began 4"]);
    // The customer scrolls away from it, and a style sheet comes.
    ranks.d = 20;
    sender.offer(offer("e", 10));
    for (let taken = 0; taken < 6; taken += 1) await lane.take();
    expect(lane.way().slice(4)).toEqual(["4", "4", "ended 4", "began 5", "5", "ended 5"]);
  });

  it("tells that there is room once something has gone", async () => {
    const { lane, told, sender } = openReadySender();
    sender.offer(offer("a", 100));
    expect(sender.waitingBytes()).toBe(100);
    await lane.takeAll();
    expect(sender.waitingBytes()).toBe(0);
    expect(told).toEqual(["ready", "room"]);
  });

  it("has sent again what is asked for, a few times [A8]", async () => {
    const { lane, told, sender } = openReadySender([startOf("a")]);
    sender.name(1, "image", hashOf("a"));
    for (let turn = 1; turn <= ASSET_RESENDS_COUNT; turn += 1) {
      lane.say({ type: "asset.wanted", hash: hashOf("a") });
      sender.offer(offer("a", 10));
      await lane.takeAll();
    }
    expect(told.filter((what) => what === "wanted a")).toHaveLength(ASSET_RESENDS_COUNT);
    expect(lane.way().filter((step) => step.startsWith("ended"))).toHaveLength(ASSET_RESENDS_COUNT);
    lane.say({ type: "asset.wanted", hash: hashOf("a") });
    await lane.takeAll();
    expect(told.filter((what) => what === "wanted a")).toHaveLength(ASSET_RESENDS_COUNT);
    expect(lane.messages().at(-1)).toEqual({ type: "asset.unknown", hash: hashOf("a") });
  });

  it("says unknown of what was never named, whatever is there [A8]", async () => {
    const { lane, told } = openReadySender();
    lane.say({ type: "asset.wanted", hash: hashOf("z") });
    await lane.takeAll();
    expect(lane.messages()).toEqual([{ type: "asset.unknown", hash: hashOf("z") }]);
    expect(told).toEqual(["ready"]);
  });

  it("does not send again what was rejected, and ends what is under way [A7]", async () => {
    const { lane, told, sender } = openReadySender();
    sender.name(1, "image", hashOf("a"));
    sender.name(2, "image", hashOf("b"));
    sender.offer(offer("a", BIG));
    await lane.take();
    await lane.take();
    await lane.take();
    sender.offer(offer("b", BIG, 9));
    lane.say({ type: "asset.rejected", hash: hashOf("a"), reason: "not-an-image" });
    lane.say({ type: "asset.rejected", hash: hashOf("b"), reason: "too-many" });
    await lane.takeAll();
    expect(lane.way().filter((step) => step === "1").length).toBeLessThan(4);
    expect(lane.way().at(-1)).toBe("ended 1");
    expect(lane.way()).not.toContain("began 2");
    expect(sender.isLacking(hashOf("a"))).toBe(false);
    lane.say({ type: "asset.wanted", hash: hashOf("a") });
    await lane.takeAll();
    expect(told).not.toContain("wanted a");
    expect(lane.messages().at(-1)).toEqual({ type: "asset.unknown", hash: hashOf("a") });
  });

  it("takes no notice of what is no message, nor of a second list", async () => {
    const { lane, told, sender } = openReadySender();
    lane.say("{");
    lane.say('{"type":"asset.wanted","hash":"https://shop.example/x.png"}');
    lane.say(new Uint8Array([1, 2, 3]));
    lane.say({ type: "assets.held", hashes: [startOf("a")] });
    expect(told).toEqual(["ready"]);
    expect(sender.isLacking(hashOf("a"))).toBe(true);
    expect(lane.frames).toEqual([]);
  });

  it("stops listening to one who only says such things", async () => {
    const { lane, sender, told } = openReadySender();
    sender.name(1, "image", hashOf("a"));
    for (let fault = 0; fault < ASSET_FAULTS_COUNT; fault += 1) {
      lane.say({ type: "asset.wanted", hash: hashOf("z") });
    }
    lane.say({ type: "asset.wanted", hash: hashOf("z") });
    lane.say({ type: "asset.wanted", hash: hashOf("a") });
    await lane.takeAll();
    const unknown = lane.messages().filter(({ type }) => type === "asset.unknown");
    expect(unknown).toHaveLength(ASSET_FAULTS_COUNT);
    expect(told).toEqual(["ready"]);
  });

  it("is quiet once the link is gone, and once it was ended", async () => {
    const { lane, sender, ended } = openReadySender();
    sender.offer(offer("a", 100));
    await lane.close();
    sender.offer(offer("b", 100));
    expect(lane.way()).toEqual(["began 1"]);
    const other = openReadySender();
    other.sender.offer(offer("a", 100));
    other.ended.abort();
    await other.lane.takeAll();
    expect(other.lane.way()).toEqual(["began 1"]);
    ended.abort();
  });

  it("ends what is redacted since, and does not begin it [A6, A10]", async () => {
    const { lane, told, sender } = openReadySender();
    const hidden = { a: false, b: false };
    sender.offer({ ...offer("a", BIG), isHidden: () => hidden.a });
    sender.offer({ ...offer("b", BIG + 1), isHidden: () => hidden.b });
    sender.offer(offer("c", BIG + 2));
    await lane.take();
    await lane.take();
    hidden.a = true;
    hidden.b = true;
    await lane.takeAll();
    const messages = lane
      .messages()
      .map(({ type, ...rest }) => [type, "hash" in rest && rest.hash]);
    expect(messages).toEqual([
      ["asset.began", hashOf("a")],
      ["asset.ended", false],
      ["asset.began", hashOf("c")],
      ["asset.ended", false],
    ]);
    expect(lane.bytesOf(1).length).toBeLessThan(3 * LANE_CHUNK_BYTES);
    expect(sender.waitingBytes()).toBe(0);
    expect(told.filter((each) => each === "room")).toHaveLength(3);
    // The agent's side says that it is not whole.
    lane.say({ type: "asset.rejected", hash: hashOf("a"), reason: "incomplete" });
    expect(sender.isLacking(hashOf("a"))).toBe(false);
  });
});
