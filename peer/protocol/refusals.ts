import * as v from "valibot";

/** Why a message or a connection was refused. The message itself is never repeated. */
export const Refusal = v.picklist([
  "not-json",
  "bad-message",
  "too-large",
  "too-many",
  "hello-first",
  "hello-twice",
  "protocol-mismatch",
  "not-your-role",
  "unknown-conversation",
  "unknown-session",
  "unknown-agent",
  "conversation-closed",
  "conversation-inactive",
  "not-web-chat",
  "not-this-channel",
  "not-owner",
  "message-first",
  "not-allowed",
  "already-running",
  "no-session",
  "customer-away",
  "asked-too-often",
  "seat-taken",
  "not-seated",
  "out-of-order",
  "session-ended",
  "superseded",
  "failed",
]);
export type Refusal = v.InferOutput<typeof Refusal>;
