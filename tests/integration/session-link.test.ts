import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LinkError } from "../../peer/link/link-error.ts";
import type { OpenLanes, WebRtc } from "../../peer/link/peer-link.ts";
import { openSessionLink, type SessionLink } from "../../peer/link/session-link.ts";
import { LANE_CHUNK_BYTES, SESSION_MESSAGE_BYTES } from "../../peer/protocol/limits.ts";
import type { LinkTrouble } from "../../peer/protocol/link-trouble.ts";
import { webRtc } from "../support/node-web-rtc.ts";
import { bombAfter, streamOf, withLength } from "../support/page-stream.ts";

const opened: Array<{ close(): void }> = [];

afterEach(() => {
  for (const link of opened.splice(0)) link.close();
});

interface Side<Role extends "agent" | "customer"> {
  link: SessionLink<Role>;
  lanes: OpenLanes[];
  lost: LinkError[];
  messages: unknown[];
  roundTrips: number[];
  troubles: LinkTrouble[];
  /** What left this side for the other, before the signaling carries it. */
  signals: Array<{ link: string; signal: string }>;
}

interface PairOptions {
  /** Whether the signaling carries a signal. */
  carry?: (link: string, signal: string) => boolean;
  customerWebRtc?: WebRtc;
  iceServers?: Partial<Record<"agent" | "customer", () => Promise<RTCIceServer[]>>>;
  iceTransportPolicy?: Partial<Record<"agent" | "customer", RTCIceTransportPolicy>>;
}

/** Two peers in this process, over real WebRTC on loopback. */
function startPair({
  carry = () => true,
  customerWebRtc = webRtc,
  iceServers = {},
  iceTransportPolicy = {},
}: PairOptions = {}) {
  const seats = { customerTerm: 1, agentTerm: 1 };
  const makeSide = <Role extends "agent" | "customer">(role: Role): Side<Role> => {
    const side: Side<Role> = {
      lanes: [],
      lost: [],
      messages: [],
      roundTrips: [],
      troubles: [],
      signals: [],
      link: undefined as unknown as SessionLink<Role>,
    };
    side.link = openSessionLink<Role>({
      role,
      seats,
      iceServers: iceServers[role] ?? (async () => []),
      iceTransportPolicy: iceTransportPolicy[role] ?? "all",
      webRtc: role === "customer" ? customerWebRtc : webRtc,
      sendSignal(link, signal) {
        side.signals.push({ link, signal });
        if (!carry(link, signal)) return;
        queueMicrotask(() => {
          const other = role === "agent" ? customer : agent;
          other?.link.acceptSignal(link, signal);
        });
      },
      onOpened: (lanes) => side.lanes.push(lanes),
      onLost: (error) => side.lost.push(error),
      onMessage: (message) => side.messages.push(message),
      onRoundTrip: (rttMs) => side.roundTrips.push(rttMs),
      onTrouble: (trouble) => side.troubles.push(trouble),
    });
    opened.push(side.link);
    return side;
  };
  let customer: Side<"customer"> | undefined;
  const agent = makeSide("agent");
  customer = makeSide("customer");
  return { agent, customer };
}

/** WebRTC that hands out the page lane's channel, for what no sender of ours would send. */
function tappedWebRtc(): { webRtc: WebRtc; page(): RTCDataChannel } {
  let channel: RTCDataChannel | undefined;
  class TappedConnection extends webRtc.RTCPeerConnection {
    override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      const created = super.createDataChannel(label, options);
      if (label === "page") channel = created;
      return created;
    }
  }
  return {
    webRtc: { ...webRtc, RTCPeerConnection: TappedConnection },
    page() {
      if (!channel) throw new Error("no page lane yet");
      return channel;
    },
  };
}

/** A text that takes three quarters of its length when deflated. */
const noise = (length: number) => randomBytes(length).toString("base64").slice(0, length);

/** Reads the page lane; what is refused is kept beside what is read. */
function readPage({ page }: OpenLanes): { messages: string[]; refused: string[] } {
  const messages: string[] = [];
  const refused: string[] = [];
  page.read(
    (message) => messages.push(message),
    (reason) => refused.push(reason),
  );
  return { messages, refused };
}

const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 20_000 });

const open = async (side: Side<"agent"> | Side<"customer">, count = 1) => {
  await vi.waitFor(() => expect(side.lanes.length).toBe(count), { timeout: 20_000 });
  return side.lanes.at(-1) as OpenLanes;
};

describe("session link over real WebRTC", () => {
  it("opens every lane at both ends, and each carries messages", async () => {
    const { agent, customer } = startPair();
    const [atAgent, atCustomer] = [await open(agent), await open(customer)];

    const received: string[] = [];
    const { messages } = readPage(atAgent);
    await atCustomer.page.send("x".repeat(100_000));
    atAgent.asset.read((frame) => received.push(`asset ${frame.length}`));
    await atCustomer.asset.send(new Uint8Array(10_000));
    atCustomer.control.read((message) => received.push(`control ${message}`));
    await atAgent.control.send("click");
    await vi.waitFor(() => expect(received.sort()).toEqual(["asset 10000", "control click"]));
    await vi.waitFor(() => expect(messages).toEqual(["x".repeat(100_000)]));

    let cursor = "";
    atAgent.pointer.read((message) => {
      cursor = message;
    });
    await vi.waitFor(() => {
      atCustomer.pointer.send("newest");
      expect(cursor).toBe("newest");
    });
  });

  it("carries facts both ways on the session lane, and measures the round trip", async () => {
    const { agent, customer } = startPair();
    await open(agent);
    await open(customer);
    const body = { type: "session.ended", reason: "customer-ended" } as const;
    expect(customer.link.send({ type: "fact.written", seq: 1, body })).toBe(true);
    await vi.waitFor(() =>
      expect(agent.messages).toEqual([{ type: "fact.written", seq: 1, body }]),
    );
    await vi.waitFor(() => expect(agent.roundTrips.length).toBeGreaterThan(0), { timeout: 10_000 });
    expect(await agent.link.path()).toBe("direct");
  });

  it("[L4] fails at a message over the session lane's limit", async () => {
    const { agent, customer } = startPair();
    await open(agent);
    await open(customer);
    const message = { type: "heartbeat", number: 1, more: "x".repeat(SESSION_MESSAGE_BYTES) };
    agent.link.send(message as { type: "heartbeat"; number: number });
    await vi.waitFor(() =>
      expect(customer.lost.map(({ failure }) => failure)).toEqual(["too-large"]),
    );
  });

  it("does not take a fact that is not the other side's to write", async () => {
    const { agent, customer } = startPair();
    await open(agent);
    await open(customer);
    const forged = { type: "grant.given", request: crypto.randomUUID(), policyVersion: 1 };
    agent.link.send({ type: "fact.written", seq: 1, body: forged } as never);
    await vi.waitFor(() =>
      expect(customer.lost.map(({ failure }) => failure)).toEqual(["bad-message"]),
    );
    expect(customer.messages).toEqual([]);
  });

  it("starts again by itself when a connection breaks", async () => {
    const { agent, customer } = startPair();
    await open(agent);
    await open(customer);
    // Not of the protocol: the customer's side drops this connection.
    agent.link.send({ type: "nonsense" } as never);
    const [atAgent, atCustomer] = [await open(agent, 2), await open(customer, 2)];
    expect(agent.lost).toHaveLength(1);
    const { messages } = readPage(atAgent);
    await atCustomer.page.send("again");
    await vi.waitFor(() => expect(messages).toEqual(["again"]));
  });

  it("drops signals of other seats", async () => {
    const { agent, customer } = startPair({ carry: () => false });
    await vi.waitFor(() => expect(customer.signals.length).toBeGreaterThan(0));
    const offer = customer.signals[0]?.signal ?? "";
    agent.link.acceptSignal("2.1.1", offer);
    agent.link.acceptSignal("1.2.1", offer);
    expect(agent.signals).toEqual([]);
    agent.link.acceptSignal("1.1.1", offer);
    await vi.waitFor(() => expect(agent.signals.length).toBeGreaterThan(0));
  });

  it("[S13] asks for credentials before every attempt, and keeps what comes meanwhile", async () => {
    const waiting: Array<(servers: RTCIceServer[]) => void> = [];
    const asked = () => new Promise<RTCIceServer[]>((resolve) => waiting.push(resolve));
    const { agent, customer } = startPair({ iceServers: { agent: asked } });
    // Offer and candidates are with the agent's side, which has no connection yet.
    const isAllSent = ({ signal }: { signal: string }) => signal.includes('"candidate"');
    await vi.waitFor(() => expect(customer.signals.some(isAllSent)).toBe(true));
    expect(agent.signals).toEqual([]);
    waiting.shift()?.([]);
    await open(agent);
    await open(customer);
    agent.link.send({ type: "nonsense" } as never);
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    waiting.shift()?.([]);
    await open(agent, 2);
  });

  it("[L15] tells the other side what it has found out, past its WebRTC", async () => {
    const { agent, customer } = startPair({ iceTransportPolicy: { customer: "relay" } });
    await vi.waitFor(() => expect(customer.troubles).toEqual(["no-relay"]));
    await vi.waitFor(() => expect(agent.troubles).toEqual(["no-relay"]));
    const carried = { link: "1.1.1", signal: JSON.stringify({ trouble: "no-relay" }) };
    expect(customer.signals).toContainEqual(carried);
    expect(agent.lost).toEqual([]);
  });

  it("[L15] opens as ever when what the other side said of trouble came first", async () => {
    let isHeld = true;
    const { agent, customer } = startPair({ carry: () => !isHeld });
    await vi.waitFor(() => expect(customer.signals.length).toBeGreaterThan(0));
    agent.link.acceptSignal("1.1.0", JSON.stringify({ trouble: "no-path" }));
    isHeld = false;
    for (const { link, signal } of customer.signals) agent.link.acceptSignal(link, signal);
    await open(agent);
    await open(customer);
    expect(agent.troubles).toEqual(["no-path"]);
  });

  it("[L15] names no way in time, tries on, and names it again when an open link is lost", async () => {
    let isBlocked = true;
    const { agent, customer } = startPair({
      carry: (_link, signal) => !isBlocked || !signal.includes('"answer"'),
    });
    const isNamed = () =>
      vi.waitFor(
        () =>
          expect([agent.troubles.at(-1), customer.troubles.at(-1)]).toEqual([
            "no-relay",
            "no-relay",
          ]),
        { timeout: 15_000 },
      );
    await isNamed();
    isBlocked = false;
    await open(agent);
    await open(customer);
    for (const { troubles } of [agent, customer]) troubles.length = 0;
    isBlocked = true;
    agent.link.send({ type: "nonsense" } as never);
    await vi.waitFor(() => expect(customer.lost).toHaveLength(1));
    await isNamed();
  }, 60_000);

  it("sends nothing and keeps nothing after it was closed", async () => {
    const { agent, customer } = startPair();
    const lanes = await open(customer);
    await open(agent);
    customer.link.close();
    expect(customer.link.send({ type: "heartbeat", number: 1 })).toBe(false);
    await expect(lanes.page.send("late")).rejects.toMatchObject({ failure: "closed" });
    await vi.waitFor(() => expect(agent.lost).toHaveLength(1), { timeout: 15_000 });
    expect(customer.lost).toEqual([]);
  });
});

describe("the lanes over real WebRTC", () => {
  it("[L12] carries page messages of any size, in order, with streams that begin in between", async () => {
    const { agent, customer } = startPair();
    const [atAgent, atCustomer] = [await open(agent), await open(customer)];
    const { messages, refused } = readPage(atAgent);
    const sizes = [0, 1, 300, 0, 20_000, 8_000_000, 5, 1_000_000, 16_383, 64 * 1024, 2];
    const sent = sizes.map(noise);
    const sending = sent.map((message, index) =>
      index % 4 === 2 ? atCustomer.page.sendAfresh(message) : atCustomer.page.send(message),
    );
    await Promise.all(sending);
    await until(() => expect(messages).toHaveLength(sizes.length));
    expect(messages.every((message, index) => message === sent[index])).toBe(true);
    expect(refused).toEqual([]);
  });

  it("[L13] refuses a bomb, and the same connection carries the next stream", async () => {
    const tapped = tappedWebRtc();
    const { agent, customer } = startPair({ customerWebRtc: tapped.webRtc });
    const [atAgent, atCustomer] = [await open(agent), await open(customer)];
    const { messages, refused } = readPage(atAgent);
    await atCustomer.page.send("before");
    await until(() => expect(messages).toEqual(["before"]));

    const gigabyte = withLength("", 2 ** 30);
    const small = withLength("small");
    for (const first of [gigabyte, small]) {
      for (const chunk of streamOf(bombAfter(first))) tapped.page().send(chunk);
    }
    await until(() => expect(refused).toEqual(["too-large", "bad-message"]));

    await atCustomer.page.send("cannot be read");
    await atCustomer.page.sendAfresh("after");
    await until(() => expect(messages).toEqual(["before", "small", "after"]));
    expect(refused).toHaveLength(2);
    expect([agent.lost, customer.lost]).toEqual([[], []]);
  });

  it("[L14] does not let assets delay what is small", async () => {
    const { agent, customer } = startPair();
    const [atAgent, atCustomer] = [await open(agent), await open(customer)];
    const assetsBytes = 8 * 1024 * 1024;
    let receivedBytes = 0;
    const overtaken: number[] = [];
    atAgent.control.read(() => overtaken.push(receivedBytes));
    atAgent.asset.read((frame) => {
      if (receivedBytes === 0) void atCustomer.control.send("small");
      receivedBytes += frame.length;
    });
    const sending: Promise<void>[] = [];
    for (let sent = 0; sent < assetsBytes; sent += LANE_CHUNK_BYTES) {
      sending.push(atCustomer.asset.send(new Uint8Array(LANE_CHUNK_BYTES)));
    }
    await until(() => expect(overtaken).toHaveLength(1));
    expect(overtaken[0]).toBeLessThan(assetsBytes / 8);
    await Promise.all(sending);
    await until(() => expect(receivedBytes).toBe(assetsBytes));
  });

  it("[L14] lets a large page go before assets, which still get their tenth", async () => {
    const { agent, customer } = startPair();
    const [atAgent, atCustomer] = [await open(agent), await open(customer)];
    const { messages } = readPage(atAgent);
    let sentFrames = 0;
    const page = atCustomer.page.send(noise(8_000_000));
    const frames = Array.from({ length: 200 }, () =>
      atCustomer.asset.send(new Uint8Array(LANE_CHUNK_BYTES)).then(() => {
        sentFrames += 1;
      }),
    );
    await page;
    const share = (8_000_000 * 0.75) / 9 / LANE_CHUNK_BYTES;
    expect(sentFrames).toBeGreaterThan(share * 0.8);
    expect(sentFrames).toBeLessThan(share * 1.2);
    await Promise.all(frames);
    await until(() => expect(messages).toHaveLength(1));
  });
});
