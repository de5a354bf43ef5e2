import { afterEach, describe, expect, it, vi } from "vitest";
import wrtc from "wrtc";
import type { LinkError } from "../../peer/link/link-error.ts";
import type { OpenLanes, WebRtc } from "../../peer/link/peer-link.ts";
import { openSessionLink, type SessionLink } from "../../peer/link/session-link.ts";
import { SESSION_MESSAGE_BYTES } from "../../peer/protocol/limits.ts";
import type { LinkTrouble } from "../../peer/protocol/link-trouble.ts";

const webRtc = wrtc as unknown as WebRtc;
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
  iceServers?: Partial<Record<"agent" | "customer", () => Promise<RTCIceServer[]>>>;
  iceTransportPolicy?: Partial<Record<"agent" | "customer", RTCIceTransportPolicy>>;
}

/** Two peers in this process, over real WebRTC on loopback. */
function startPair({
  carry = () => true,
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
      webRtc,
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

const open = async (side: Side<"agent"> | Side<"customer">, count = 1) => {
  await vi.waitFor(() => expect(side.lanes.length).toBe(count), { timeout: 20_000 });
  return side.lanes.at(-1) as OpenLanes;
};

describe("session link over real WebRTC", () => {
  it("opens every lane at both ends, and each carries messages", async () => {
    const { agent, customer } = startPair();
    const [atAgent, atCustomer] = [await open(agent), await open(customer)];

    const received: string[] = [];
    atAgent.page.read((message) => received.push(`page ${message.length}`));
    await atCustomer.page.send("x".repeat(100_000));
    atAgent.asset.read((frame) => received.push(`asset ${frame.length}`));
    await atCustomer.asset.send(new Uint8Array(10_000));
    atCustomer.control.read((message) => received.push(`control ${message}`));
    await atAgent.control.send("click");
    await vi.waitFor(() =>
      expect(received.sort()).toEqual(["asset 10000", "control click", "page 100000"]),
    );

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
    const received: string[] = [];
    atAgent.page.read((message) => received.push(message));
    await atCustomer.page.send("again");
    await vi.waitFor(() => expect(received).toEqual(["again"]));
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
