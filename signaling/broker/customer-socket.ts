/** One tab of a customer on its signaling socket. */
import type { WebSocket } from "@fastify/websocket";
import { CustomerMessage, type ServerToCustomer } from "../../peer/protocol/customer-messages.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import { PROTOCOL_VERSION } from "../../peer/protocol/version.ts";
import type { CustomerIdentity } from "../accounts/customer-tokens.ts";
import type { Rooms } from "./rooms.ts";
import type { SeatAct } from "./running-session.ts";
import type { SeatSocket } from "./seat-socket.ts";
import { openDoor } from "./socket-door.ts";

export function attendCustomer(socket: WebSocket, identity: CustomerIdentity, rooms: Rooms): void {
  const { store, sites, presence, bus, sessions, desk } = rooms;
  const { customerId, siteId } = identity;
  let seat: SeatSocket | undefined;
  let name = "Customer";
  let unsubscribe = () => {};
  const isWithinLimit = presence.socketOpened(customerId);

  const door = openDoor<CustomerMessage>(socket, {
    schema: CustomerMessage,
    personBucket: rooms.bucketOf(`customer ${customerId}`),
    onMessage: receive,
    async onClose() {
      unsubscribe();
      if (isWithinLimit) presence.socketClosed(customerId);
      if (!seat) return;
      sessions.ofCustomer(customerId)?.socketGone(seat);
      presence.customerLeft(customerId);
      await desk.customerPresenceChanged(customerId);
    },
    onRefused: rooms.onRefused,
    onFailure: rooms.onFailure,
  });
  const send = (message: ServerToCustomer) => door.send(message);
  if (!isWithinLimit) {
    rooms.onRefused("too-many");
    door.close(1008, "too-many");
  }

  async function receive(message: CustomerMessage): Promise<Refusal | undefined> {
    if (message.type === "hello") return greet(message);
    if (!seat) return "hello-first";
    switch (message.type) {
      case "ping":
        send({ type: "pong" });
        return undefined;
      case "message.send":
        await desk.customerWrites({ customerId, siteId, name }, message);
        return undefined;
      case "entries.read": {
        const record = await store.openOf(customerId);
        if (!record) return undefined;
        await store.markRead(record.id, "customer", message.upTo);
        await desk.announce(record.id);
        return undefined;
      }
      case "typing.report": {
        const record = await store.openOf(customerId);
        if (record) {
          bus.publish("conversation", record.id, {
            type: "typing.reported",
            conversation: record.id,
          });
        }
        return undefined;
      }
      case "seat.take":
        return inSession(message.session, (session, own) => session.takeSeat("customer", own));
      case "fact.write":
        return inSession(message.session, (session, own) =>
          session.writeFrom("customer", own, message.seq, message.body),
        );
      case "signal.send":
        return inSession(message.session, (session, own) =>
          session.relay("customer", own, message.link, message.signal),
        );
      case "relay.renew":
        return inSession(message.session, (session, own) =>
          sessions.renewRelay(session, "customer", own),
        );
      case "guard.caught":
        return inSession(message.session, async (session, own) => {
          const refusal = session.refusalUnlessGranted("customer", own);
          if (refusal) return refusal;
          const catches = session.catches.take(message.catches);
          if (catches.length === 0) return "too-many";
          await rooms.findings.add(siteId, catches);
          rooms.onCaught(session.identity.id, catches);
          return undefined;
        });
    }
    message satisfies never;
  }

  /** A session of another customer is as unknown as one that never was. */
  function inSession(id: string, act: SeatAct): ReturnType<SeatAct> {
    const session = sessions.byId(id);
    if (!seat || session?.identity.customerId !== customerId) return "unknown-session";
    return act(session, seat);
  }

  async function greet(
    hello: Extract<CustomerMessage, { type: "hello" }>,
  ): Promise<Refusal | undefined> {
    if (seat) return "hello-twice";
    if (hello.protocol !== PROTOCOL_VERSION) return "protocol-mismatch";
    const site = await sites.byId(siteId);
    name = await store.customerName(customerId);
    seat = { load: hello.load, send, seatLost: () => {} };
    presence.customerArrived(customerId);
    unsubscribe = bus.subscribe("customer", customerId, send);

    const record = await store.openOf(customerId);
    const session = sessions.ofCustomer(customerId);
    const held =
      session ?? (record && hello.session && (await sessions.recall(hello.session, record)));
    const welcome = async () =>
      send({
        type: "welcome",
        siteName: site?.name ?? "",
        customerName: name,
        conversation: record?.id ?? null,
        ...desk.agentOf(record),
        entries: record ? await store.entriesAfter(record.id, hello.after) : [],
        readUpTo: record?.customerReadUpTo ?? 0,
        session: held && record ? await sessions.view(held, record, "customer") : null,
      });
    // In turn: rules that change while they are read are told after them.
    await (session ? session.inTurn(welcome) : welcome());
    if (session?.state.seats.customer.load === hello.load) await session.takeSeat("customer", seat);
    if (record) await store.markDelivered(record.id);
    await desk.customerPresenceChanged(customerId);
    return undefined;
  }
}
