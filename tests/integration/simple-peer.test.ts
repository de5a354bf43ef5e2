import simplePeerPackage from "simple-peer";
import { afterEach, describe, expect, it, vi } from "vitest";
import { bundleSimplePeer } from "../support/bundled-simple-peer.ts";
import { webRtc } from "../support/node-web-rtc.ts";

/**
 * What the link builds on, asked of simple-peer as it is published and of simple-peer as the bundles
 * have it: the same words for both, so that our stand-ins cannot come to mean something else.
 */
const BUILDS = [
  ["as published", simplePeerPackage],
  ["as bundled", await bundleSimplePeer()],
] as const;

describe.each(BUILDS)("simple-peer %s", (_, Peer) => {
  const peers: Array<InstanceType<typeof Peer>> = [];

  afterEach(() => {
    for (const peer of peers.splice(0)) peer.destroy();
  });

  function startPeer(initiator: "initiator" | "answerer") {
    const peer = new Peer({
      initiator: initiator === "initiator",
      objectMode: true,
      config: { iceServers: [] },
      wrtc: webRtc,
    });
    peers.push(peer);
    const heard: unknown[] = [];
    peer.on("connect", () => heard.push("connect"));
    peer.on("data", (message) => heard.push(["data", message]));
    peer.on("error", (error) => heard.push(["error", codeOf(error)]));
    peer.on("close", () => heard.push("close"));
    return { peer, heard };
  }

  function startPair() {
    const one = startPeer("initiator");
    const other = startPeer("answerer");
    // As text, as the signaling carries it; what comes after the end is nobody's.
    one.peer.on("signal", (signal) => deliver(other.peer, JSON.stringify(signal)));
    other.peer.on("signal", (signal) => deliver(one.peer, JSON.stringify(signal)));
    return { one, other };
  }

  async function connectPair() {
    const pair = startPair();
    await vi.waitFor(() => {
      expect(pair.one.peer.connected && pair.other.peer.connected).toBe(true);
    }, WAIT);
    return pair;
  }

  it("connects once on both sides", async () => {
    const { one, other } = startPair();
    expect([one.peer.connected, other.peer.connected]).toEqual([false, false]);
    await vi.waitFor(() => {
      expect([one.heard, other.heard]).toEqual([["connect"], ["connect"]]);
    }, WAIT);
    expect([one.peer.connected, other.peer.connected]).toEqual([true, true]);
  });

  it("offers with a description and candidates that JSON carries", async () => {
    const { peer } = startPeer("initiator");
    const kinds = new Set<unknown>();
    peer.on("signal", (signal) => kinds.add(signal.type));
    await vi.waitFor(() => expect([...kinds]).toEqual(["offer", "candidate"]), WAIT);
  });

  it("names its channel by chance", () => {
    const names = [startPeer("initiator"), startPeer("initiator")].map(({ peer }) =>
      Reflect.get(peer, "channelName"),
    );
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{40}$/);
    expect(names[0]).not.toBe(names[1]);
  });

  it("brings text as text, in order and even if it is empty", async () => {
    const { one, other } = await connectPair();
    for (const text of ["first", "", "größer"]) one.peer.send(text);
    await vi.waitFor(() => expect(other.heard).toHaveLength(4), WAIT);
    expect(other.heard).toEqual(["connect", ["data", "first"], ["data", ""], ["data", "größer"]]);
  });

  it("brings a message while the channel tells it, and not later", async () => {
    const { other } = await connectPair();
    const channel: RTCDataChannel = Reflect.get(other.peer, "_channel");
    channel.onmessage?.(new MessageEvent("message", { data: "just now" }));
    expect(other.heard).toEqual(["connect", ["data", "just now"]]);
  });

  it("brings binary as bytes and not as text", async () => {
    const { one, other } = await connectPair();
    one.peer.send(Uint8Array.of(1, 2, 255));
    await vi.waitFor(() => expect(other.heard).toHaveLength(2), WAIT);
    const [, message] = other.heard[1] as [string, unknown];
    expect(message).toBeInstanceOf(Uint8Array);
    expect([...(message as Uint8Array)]).toEqual([1, 2, 255]);
  });

  it("brings nothing more once it was destroyed by what came", async () => {
    const { one, other } = await connectPair();
    other.peer.once("data", () => other.peer.destroy());
    for (const text of ["first", "second"]) one.peer.send(text);
    await vi.waitFor(() => expect(one.heard).toContain("close"), WAIT);
    expect(other.heard).toEqual(["connect", ["data", "first"], "close"]);
  });

  it("closes without an error when the other side was destroyed", async () => {
    const { one, other } = await connectPair();
    one.peer.destroy();
    await vi.waitFor(() => expect(other.heard).toContain("close"), WAIT);
    expect([one.heard, other.heard]).toEqual([
      ["connect", "close"],
      ["connect", "close"],
    ]);
    expect([other.peer.destroyed, other.peer.connected]).toEqual([true, false]);
  });

  it("is destroyed in the next microtask, and once", async () => {
    const { peer, heard } = startPeer("initiator");
    peer.destroy();
    peer.destroy(new Error("too late"));
    expect([heard, peer.destroyed]).toEqual([[], false]);
    await Promise.resolve();
    expect([heard, peer.destroyed]).toEqual([["close"], true]);
    peer.destroy(new Error("too late"));
    await everythingDue();
    expect(heard).toEqual(["close"]);
  });

  it("tells one error, and then that it is closed", async () => {
    const { peer, heard } = startPeer("initiator");
    peer.destroy(Object.assign(new Error(), { code: "FIRST" }));
    peer.destroy(Object.assign(new Error(), { code: "SECOND" }));
    await everythingDue();
    expect(heard).toEqual([["error", "FIRST"], "close"]);
  });

  it("forgets calls while it is being destroyed, and throws at those after it", async () => {
    const { peer } = startPeer("initiator");
    peer.destroy();
    peer.send("into the void");
    peer.signal("{}");
    await everythingDue();
    expect(() => peer.send("too late")).toThrow(expect.objectContaining({ code: "ERR_DESTROYED" }));
    expect(() => peer.signal("{}")).toThrow(expect.objectContaining({ code: "ERR_DESTROYED" }));
  });

  it.each([
    ["no JSON", "no JSON", "ERR_SIGNALING"],
    ["nothing", {}, "ERR_SIGNALING"],
    ["an offer that is none", { type: "offer", sdp: "no SDP" }, "ERR_SET_REMOTE_DESCRIPTION"],
  ])("ends with an error at a signal that is %s", async (_name, signal, code) => {
    const { peer, heard } = startPeer("answerer");
    peer.signal(signal as string);
    await vi.waitFor(() => expect(heard).toEqual([["error", code], "close"]), WAIT);
  });

  it("no longer calls a listener that was removed, also by itself", async () => {
    const { peer } = startPeer("initiator");
    const calls: string[] = [];
    const removed = () => calls.push("removed");
    peer.on("close", removed);
    peer.once("close", () => calls.push("once"));
    peer.removeListener("close", removed);
    peer.emit("close");
    peer.emit("close");
    expect(calls).toEqual(["once"]);
  });
});

const WAIT = { timeout: 20_000, interval: 5 };

function codeOf(error: Error): unknown {
  return "code" in error ? error.code : error.message;
}

function deliver(peer: { destroyed: boolean; signal(signal: string): void }, signal: string) {
  if (!peer.destroyed) peer.signal(signal);
}

/** All microtasks, and what Node's streams put off until after them. */
const everythingDue = () => new Promise<void>((resolve) => setImmediate(resolve));
