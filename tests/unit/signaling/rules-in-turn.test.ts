import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { PROTOCOL_VERSION } from "../../../peer/protocol/version.ts";
import { attendCustomer } from "../../../signaling/broker/customer-socket.ts";
import { Presence } from "../../../signaling/broker/presence.ts";
import { RunningSession } from "../../../signaling/broker/running-session.ts";
import { TokenBucket } from "../../../signaling/broker/token-bucket.ts";
import { createLocalBus } from "../../../signaling/bus/bus.ts";
import type { Topics } from "../../../signaling/bus/topics.ts";
import { createDesk } from "../../../signaling/desk/desk.ts";
import { VIEW } from "../../support/facts.ts";

const CUSTOMER = crypto.randomUUID();
const RECORD = { id: crypto.randomUUID(), customerId: CUSTOMER, owner: null } as never;

/** A session whose view is read slowly: what it answers was read before it is let go. */
function open() {
  const at = Date.now();
  const stamp = { writer: "server", term: 1, at } as const;
  const session = new RunningSession({
    id: crypto.randomUUID(),
    siteId: crypto.randomUUID(),
    conversationId: crypto.randomUUID(),
    customerId: CUSTOMER,
    agentId: crypto.randomUUID(),
    agentName: "Agent",
    openedAt: at,
    answerWithinMs: 60_000,
    facts: [
      { ...stamp, seq: 1, body: { type: "policy.set", version: 1, allows: ["view"] } },
      { ...stamp, seq: 2, body: { type: "grant.requested", grant: "view", request: VIEW } },
    ],
    keepFact: async () => {},
    onFact: async () => {},
    onFailure: (error) => {
      throw error;
    },
  });
  const bus = createLocalBus<Topics>();
  let letGo = () => {};
  const isRead = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const view = vi.fn(async () => {
    await isRead;
    return { id: session.identity.id };
  });
  const changeRules = () =>
    session.setPolicy(2, ["view"], () =>
      bus.publish("customer", CUSTOMER, {
        type: "privacy.changed",
        session: session.identity.id,
        privacy: null,
      }),
    );
  return { session, bus, view, letGo, changeRules };
}

/** Everything that could still happen by itself has. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("rules that change while a session is opened are told after it", async () => {
  const { session, bus, view, letGo, changeRules } = open();
  const told: string[] = [];
  bus.subscribe("customer", CUSTOMER, ({ type }) => told.push(type));
  const desk = createDesk({
    bus,
    presence: new Presence(),
    store: {
      byId: async () => RECORD,
      addEvent: async () => ({}),
      markDelivered: async () => {},
    } as never,
    sessions: { request: async () => session, view, summary: () => null } as never,
    agentsOnDuty: async () => [],
    everybody: async () => [],
    inactiveAfterMs: async () => 1,
    onFailure(error) {
      throw error;
    },
  });
  const requesting = desk.requestCobrowse({ id: "a", name: "Agent", role: "agent" }, "c");
  await vi.waitFor(() => expect(view).toHaveBeenCalled());
  const changing = changeRules();
  await settled();
  letGo();
  await Promise.all([requesting, changing]);
  expect(told.filter((type) => type !== "entry.added")).toEqual([
    "session.opened",
    "privacy.changed",
  ]);
  session.stop();
});

it("rules that change while a customer comes back are told after the welcome", async () => {
  const { session, bus, view, letGo, changeRules } = open();
  const told: string[] = [];
  const socket = Object.assign(new EventEmitter(), {
    bufferedAmount: 0,
    send: (text: string) => told.push(JSON.parse(text).type),
    close() {},
    terminate() {},
  });
  attendCustomer(socket as never, { customerId: CUSTOMER, siteId: crypto.randomUUID() }, {
    bus,
    presence: new Presence(),
    sites: { byId: async () => undefined },
    store: {
      customerName: async () => "Customer",
      openOf: async () => RECORD,
      markDelivered: async () => {},
      entriesAfter: async () => [],
    },
    sessions: { ofCustomer: () => session, view },
    desk: { agentOf: () => ({ agentName: null }), customerPresenceChanged: async () => {} },
    bucketOf: () => new TokenBucket(10, 10),
    onRefused: () => {},
    onFailure: (error: unknown) => {
      throw error;
    },
  } as never);
  const hello = { type: "hello", protocol: PROTOCOL_VERSION, load: crypto.randomUUID(), after: 0 };
  socket.emit("message", Buffer.from(JSON.stringify(hello)), false);
  await vi.waitFor(() => expect(view).toHaveBeenCalled());
  const changing = changeRules();
  await settled();
  letGo();
  await changing;
  expect(told).toEqual(["welcome", "privacy.changed"]);
  socket.emit("close");
  session.stop();
});
