/** One desk or one viewer of an agent on its signaling socket. */
import type { WebSocket } from "@fastify/websocket";
import {
  AgentMessage,
  type AgentProfile,
  type ServerToAgent,
} from "../../peer/protocol/agent-messages.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import { PROTOCOL_VERSION } from "../../peer/protocol/version.ts";
import { viewerKey } from "../bus/topics.ts";
import type { Rooms } from "./rooms.ts";
import type { SeatAct } from "./running-session.ts";
import type { SeatSocket } from "./seat-socket.ts";
import { openDoor } from "./socket-door.ts";

/** Close code for a login that has ended: coming back makes no sense without a new one. */
const LOGGED_OUT_CODE = 4401;

type Hello = Extract<AgentMessage, { type: "hello" }>;

export function attendAgent(
  socket: WebSocket,
  login: { agent: AgentProfile; tokenHash: string; expiresAt: number },
  rooms: Rooms,
): void {
  const { store, presence, bus, sessions, desk } = rooms;
  const { agent } = login;
  let seat: SeatSocket | undefined;
  let tab: Hello["tab"] | undefined;
  let deskOnDuty: ReturnType<typeof presence.deskOpened> | undefined;
  const subscriptions = new Map<string, () => void>();

  const door = openDoor<AgentMessage>(socket, {
    schema: AgentMessage,
    personBucket: rooms.bucketOf(`agent ${agent.id}`),
    onMessage: receive,
    async onClose() {
      clearTimeout(expiry);
      for (const unsubscribe of subscriptions.values()) unsubscribe();
      if (seat) for (const session of sessions.ofAgent(agent.id)) session.socketGone(seat);
      if (!seat) return;
      presence.agentLeft(agent.id);
      desk.agentConnectionChanged(agent.id);
      if (!deskOnDuty) return;
      presence.deskClosed(agent.id, deskOnDuty);
      await desk.agentPresenceChanged(agent.id);
    },
    onRefused: rooms.onRefused,
    onFailure: rooms.onFailure,
  });
  const send = (message: ServerToAgent) => door.send(message);
  const leave = () => door.close(LOGGED_OUT_CODE, "logged-out");
  const expiry = setTimeout(leave, login.expiresAt - Date.now());

  subscriptions.set(
    "login",
    bus.subscribe("loggedOut", agent.id, ({ tokenHash }) => {
      if (tokenHash === "all" || tokenHash === login.tokenHash) leave();
    }),
  );

  async function receive(message: AgentMessage): Promise<Refusal | undefined> {
    if (message.type === "hello") return greet(message);
    if (!seat) return "hello-first";
    switch (message.type) {
      case "ping":
        send({ type: "pong" });
        return undefined;
      case "duty.set":
        if (!deskOnDuty) return "not-your-role";
        deskOnDuty.isAway = message.away;
        await desk.agentPresenceChanged(agent.id);
        return undefined;
      case "conversation.open":
        return openConversation(message.conversation);
      case "conversation.take":
        return desk.take(agent, message.conversation);
      case "conversation.transfer":
        return desk.transfer(agent, message.conversation, message.to);
      case "conversation.requeue":
        return desk.requeue(agent, message.conversation);
      case "conversation.close":
        return desk.close(agent, message.conversation);
      case "conversation.take-away":
        return desk.takeAway(agent, message.conversation);
      case "message.send":
        return desk.agentWrites(agent, message.conversation, message);
      case "entries.read": {
        const record = await store.byId(message.conversation);
        if (!record) return "unknown-conversation";
        if (record.owner?.id !== agent.id) return "not-owner";
        await store.markRead(record.id, "agent", message.upTo);
        await desk.announce(record.id);
        return undefined;
      }
      case "typing.report": {
        const record = await store.byId(message.conversation);
        if (record?.owner?.id !== agent.id) return "not-owner";
        bus.publish("customer", record.customerId, { type: "typing.reported" });
        return undefined;
      }
      case "cobrowse.request":
        return desk.requestCobrowse(agent, message.conversation);
      case "cobrowse.end":
        return desk.endCobrowse(agent, message.conversation);
      case "seat.take":
        return inSession(message.session, (session, own) => session.takeSeat("agent", own));
      case "fact.write":
        return inSession(message.session, (session, own) =>
          session.writeFrom("agent", own, message.seq, message.body),
        );
      case "signal.send":
        return inSession(message.session, (session, own) =>
          session.relay("agent", own, message.link, message.signal),
        );
      case "relay.renew":
        return inSession(message.session, (session, own) =>
          sessions.renewRelay(session, "agent", own),
        );
      case "link.report":
        return inSession(message.session, async (session, own) => {
          if (!session.isSeated("agent", own)) return "superseded";
          const isNews = message.trouble !== undefined && message.trouble !== session.trouble;
          session.linkChanged(message.state, message.trouble);
          if (isNews && message.trouble) rooms.onLinkTrouble(session.identity.id, message.trouble);
          await desk.announce(session.identity.conversationId);
          return undefined;
        });
    }
    message satisfies never;
  }

  /** Only a viewer of the agent who asked has a seat; another agent's is refused. */
  function inSession(id: string, act: SeatAct): ReturnType<SeatAct> {
    const session = sessions.byId(id);
    if (!session) return "unknown-session";
    if (session.identity.agentId !== agent.id) return "seat-taken";
    if (tab !== "viewer" || !seat) return "not-your-role";
    return act(session, seat);
  }

  async function openConversation(conversationId: string): Promise<Refusal | undefined> {
    const record = await store.byId(conversationId);
    if (!record) return "unknown-conversation";
    if (!subscriptions.has(conversationId)) {
      subscriptions.set(conversationId, bus.subscribe("conversation", conversationId, send));
    }
    send({
      type: "conversation.opened",
      conversation: conversationId,
      entries: await store.entriesAfter(conversationId, 0),
      readUpTo: record.agentReadUpTo,
    });
    return undefined;
  }

  async function greet(hello: Hello): Promise<Refusal | undefined> {
    if (seat) return "hello-twice";
    if (hello.protocol !== PROTOCOL_VERSION) return "protocol-mismatch";
    const own: SeatSocket = {
      load: hello.load,
      send,
      seatLost: (session) => send({ type: "seat.lost", session }),
    };
    if (hello.tab === "desk") {
      seat = own;
      tab = "desk";
      presence.agentArrived(agent.id);
      desk.agentConnectionChanged(agent.id);
      deskOnDuty = presence.deskOpened(agent.id, { isAway: hello.away ?? false });
      subscriptions.set("desks", bus.subscribe("desks", "all", send));
      const conversations = (await store.list()).map(desk.describe);
      send({ type: "welcome", agent, conversations });
      await desk.agentPresenceChanged(agent.id);
      return undefined;
    }
    const record = hello.conversation ? await store.byId(hello.conversation) : undefined;
    if (!record) return "unknown-conversation";
    seat = own;
    tab = "viewer";
    presence.agentArrived(agent.id);
    desk.agentConnectionChanged(agent.id);
    const session = sessions.ofConversation(record.id);
    if (session && session.identity.agentId !== agent.id) {
      // Its facts are not this agent's to see, nor those of a later session.
      send({ type: "viewer.welcome", agent, conversation: desk.describe(record), session: null });
      return "seat-taken";
    }
    subscriptions.set("viewer", bus.subscribe("viewer", viewerKey(agent.id, record.id), send));
    const held = session ?? (hello.session && (await sessions.recall(hello.session, record)));
    const isOwn = held && held.identity.agentId === agent.id;
    send({
      type: "viewer.welcome",
      agent,
      conversation: desk.describe(record),
      session: isOwn ? await sessions.view(held, record, "agent") : null,
    });
    if (session?.state.seats.agent.load === hello.load) await session.takeSeat("agent", own);
    return undefined;
  }
}
