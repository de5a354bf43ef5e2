/**
 * The door of a signaling socket: what comes in passes a rate, a size and a schema, one message
 * after the other; what is refused is named, and never repeated.
 */
import type { WebSocket } from "@fastify/websocket";
import type * as v from "valibot";
import { decode } from "../../peer/protocol/decode.ts";
import { SIGNALING_BURST_COUNT, SIGNALING_RATE_PER_SECOND } from "../../peer/protocol/limits.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A socket that goes on sending what cannot be read, or too much, is closed. */
const BAD_FRAMES_COUNT = 20;
const OVERRUN_FRAMES_COUNT = 200;
const POLICY_VIOLATION = 1008;
/** A browser that does not read is dropped rather than kept in memory, in bytes. */
const UNREAD_BYTES = 4 * 1024 * 1024;

export interface DoorOptions<Message> {
  schema: v.GenericSchema<unknown, Message>;
  /** Shared by all sockets of one person, so that many tabs are no way around it. */
  personBucket: TokenBucket;
  /** @returns why the message is refused, if it is */
  onMessage(message: Message): Promise<Refusal | undefined> | Refusal | undefined;
  onClose(): void;
  onRefused(reason: Refusal): void;
  onFailure(error: unknown): void;
}

export interface Door {
  send(message: { type: string }): void;
  close(code: number, reason: string): void;
}

/** Listens at once: what a browser sends first must not get lost while we look it up. */
export function openDoor<Message extends { type: string }>(
  socket: WebSocket,
  options: DoorOptions<Message>,
): Door {
  const bucket = new TokenBucket(SIGNALING_RATE_PER_SECOND, SIGNALING_BURST_COUNT);
  let turn: Promise<void> = Promise.resolve();
  let badFrames = 0;
  let overrunFrames = 0;
  let isClosed = false;

  const send: Door["send"] = (message) => {
    if (isClosed) return;
    if (socket.bufferedAmount > UNREAD_BYTES) {
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify(message));
  };

  const refuse = (reason: Refusal, request?: string) => {
    options.onRefused(reason);
    send({ type: "refused", reason, ...(request !== undefined && { request }) } as {
      type: string;
    });
  };

  const handle = async (text: string | undefined): Promise<void> => {
    if (isClosed) return;
    const decoded =
      text === undefined
        ? ({ ok: false, reason: "bad-message" } as const)
        : decode(options.schema, text);
    if (!decoded.ok) {
      badFrames += 1;
      refuse(decoded.reason === "not-json" ? "not-json" : "bad-message");
      if (badFrames >= BAD_FRAMES_COUNT) socket.close(POLICY_VIOLATION, "bad-message");
      return;
    }
    const refusal = await options.onMessage(decoded.message);
    if (refusal) refuse(refusal, decoded.message.type);
  };

  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (!bucket.take() || !options.personBucket.take()) {
      overrunFrames += 1;
      // Said once for each overrun, not once for each frame.
      if (overrunFrames % SIGNALING_RATE_PER_SECOND === 1) refuse("too-many");
      if (overrunFrames >= OVERRUN_FRAMES_COUNT) socket.close(POLICY_VIOLATION, "too-many");
      return;
    }
    const text = isBinary ? undefined : data.toString("utf8");
    turn = turn.then(() => handle(text)).catch(options.onFailure);
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    isClosed = true;
    turn = turn.then(options.onClose).catch(options.onFailure);
  });

  return { send, close: (code, reason) => socket.close(code, reason) };
}
