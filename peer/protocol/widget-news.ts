/**
 * The server's messages as the widget's first script reads them: what it shows itself in full, what
 * belongs to a session by its envelope. The engine reads the rest with the full schema; until
 * there is a session, no page carries the weight of it.
 */
import * as v from "valibot";
import type { ServerToCustomer } from "./customer-messages.ts";
import type { SessionView } from "./session-messages.ts";

const Text = v.string();
const Count = v.number();

/** Checked in full by the engine. */
const SessionEnvelope = v.custom<SessionView>(
  (session) =>
    typeof (session as SessionView | null)?.id === "string" &&
    Array.isArray((session as SessionView).facts),
);

const NewsEntry = v.variant("kind", [
  v.object({
    kind: v.literal("message"),
    id: Count,
    at: Count,
    author: v.picklist(["agent", "customer"]),
    authorName: Text,
    clientId: Text,
    text: Text,
  }),
  v.looseObject({ kind: v.literal("event"), id: Count, at: Count, event: Text, session: Text }),
]);

const SessionNews = (type: string) => v.looseObject({ type: v.literal(type), session: Text });

export const WidgetNews = v.variant("type", [
  v.object({
    type: v.literal("welcome"),
    siteName: Text,
    agentName: v.nullable(Text),
    agentPresent: v.boolean(),
    entries: v.array(NewsEntry),
    readUpTo: Count,
    session: v.nullable(SessionEnvelope),
  }),
  v.object({ type: v.literal("entry.added"), entry: NewsEntry }),
  v.object({
    type: v.literal("agent.changed"),
    agentName: v.nullable(Text),
    agentPresent: v.boolean(),
  }),
  v.object({ type: v.picklist(["typing.reported", "pong"]) }),
  v.object({ type: v.literal("session.opened"), session: SessionEnvelope }),
  SessionNews("fact.recorded"),
  SessionNews("signal.received"),
  SessionNews("relay.renewed"),
  SessionNews("privacy.changed"),
  v.looseObject({ type: v.literal("refused"), reason: Text }),
]) as unknown as v.GenericSchema<unknown, ServerToCustomer>;
