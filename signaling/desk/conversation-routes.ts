/**
 * Conversations of channels that come from elsewhere (SMS, messengers): a gateway brings in what
 * customers write, and fetches what agents answer. Cobrowse is not offered there.
 */
import { randomUUID } from "node:crypto";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import * as v from "valibot";
import { EntryCursor } from "../../peer/protocol/entries.ts";
import { ChatText, ShortText, Uuid } from "../../peer/protocol/identifiers.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import type { AgentLogins } from "../accounts/agent-logins.ts";
import { createRoleDoor } from "../accounts/role-door.ts";
import { TokenBucket } from "../broker/token-bucket.ts";
import { HttpError } from "../http-error.ts";
import { SiteKey, type Sites } from "../policy/sites.ts";
import { readInput } from "../read-input.ts";
import type { ConversationRecord, ConversationStore } from "./conversation-store.ts";
import type { Desk } from "./desk.ts";

interface ConversationRoutesOptions {
  logins: AgentLogins;
  sites: Sites;
  store: ConversationStore;
  desk: Pick<Desk, "openConversation" | "channelWrites">;
  publicUrl: string | undefined;
}

/** What one login may bring in: a busy gateway, not a flood. */
const MESSAGES_PER_SECOND = 20;
const MESSAGES_BURST_COUNT = 200;

const Message = {
  text: ChatText,
  /** The gateway's own id: a message that is sent again is the one that was stored. */
  messageId: v.optional(Uuid),
};
const NewMessage = v.object(Message);
const NewConversation = v.object({
  site: SiteKey,
  channel: v.picklist(["sms", "messenger"]),
  customerName: v.optional(v.pipe(ShortText, v.trim(), v.minLength(1), v.regex(/^\P{Cc}*$/u))),
  ...Message,
});
const After = v.object({
  after: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number), EntryCursor),
    "0",
  ),
});

interface ConversationAddress {
  Params: { conversation: string };
}

export const conversationRoutes: FastifyPluginAsync<ConversationRoutesOptions> = async (
  app,
  { logins, sites, store, desk, publicUrl },
) => {
  const door = createRoleDoor(logins, publicUrl);
  const buckets = new Map<string, TokenBucket>();

  const onRequest = async (request: FastifyRequest) => {
    await door.enter(request, "conversation.import");
  };

  app.post("/v1/conversations", { onRequest }, async (request, reply) => {
    const {
      site: key,
      channel,
      customerName,
      ...message
    } = readInput(NewConversation, request.body);
    takeTurn(request);
    const site = await sites.byKey(key);
    if (!site) throw new HttpError(404, "unknown-site");
    const customerId = await sites.addCustomer(site.id, customerName);
    const id = await desk.openConversation(customerId, site.id, channel);
    await write(id, message);
    const record = await store.byId(id);
    return reply.code(201).send({ conversation: record && described(record) });
  });

  app.post<ConversationAddress>(
    "/v1/conversations/:conversation/messages",
    { onRequest },
    async (request, reply) => {
      const message = readInput(NewMessage, request.body);
      takeTurn(request);
      const { id, at } = await write(conversationId(request.params), message);
      return reply.code(201).send({ message: { id, at } });
    },
  );

  app.get<ConversationAddress>(
    "/v1/conversations/:conversation/messages",
    { onRequest },
    async ({ params, query }) => {
      const { after } = readInput(After, query);
      const record = await store.byId(conversationId(params));
      if (!record) throw new HttpError(404, "unknown-conversation");
      const entries = await store.entriesAfter(record.id, after);
      return {
        messages: entries
          .filter((entry) => entry.kind === "message")
          .map(({ id, at, author, authorName, text }) => ({ id, at, author, authorName, text })),
      };
    },
  );

  function takeTurn(request: FastifyRequest): void {
    const { agent } = door.loginOf(request);
    const bucket =
      buckets.get(agent.id) ?? new TokenBucket(MESSAGES_PER_SECOND, MESSAGES_BURST_COUNT);
    buckets.set(agent.id, bucket);
    if (!bucket.take()) throw new HttpError(429, "too-many", { "retry-after": "1" });
  }

  async function write(id: string, { text, messageId }: v.InferOutput<typeof NewMessage>) {
    const written = await desk.channelWrites(id, { clientId: messageId ?? randomUUID(), text });
    if (typeof written === "string") throw new HttpError(statusOf(written), written);
    return written;
  }
};

const statusOf = (refusal: Refusal) => (refusal === "unknown-conversation" ? 404 : 409);

function conversationId({ conversation }: ConversationAddress["Params"]): string {
  const id = v.safeParse(Uuid, conversation);
  if (!id.success) throw new HttpError(404, "unknown-conversation");
  return id.output;
}

function described({ id, channel, status, customerName, owner }: ConversationRecord) {
  return { id, channel, status, customerName, owner };
}
