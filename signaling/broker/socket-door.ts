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
/** Whoever connects and says nothing is not waited for, in milliseconds. */
const HELLO_WITHIN_MS = 10_000;
/** A browser that does not answer the goodbye is cut off, in milliseconds. */
const GOODBYE_MS = 1_000;

export interface DoorOptions<Message> {
  schema: v.GenericSchema<unknown, Message>;
  /** Shared by all sockets of one person, so that many tabs are no way around it. */
  personBucket: TokenBucket;
  /** @returns why the message is refused, if it is */
  onMessage(message: Message): Promise<Refusal | undefined> | Refusal | undefined;
  /** Once, as soon as nothing more is taken from the socket. */
  onClose(): Promise<void> | void;
  onRefused(reason: Refusal): void;
  onFailure(error: unknown): void;
}

export interface Door {
  send(message: { type: string }): void;
  /** Takes and sends nothing more from now on, whatever the browser does. */
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
  let isOverrun = false;
  let isClosed = false;

  const send: Door["send"] = (message) => {
    if (isClosed) return;
    if (socket.bufferedAmount > UNREAD_BYTES) {
      socket.terminate();
      return;
    }
    socket.send(JSON.stringify(message));
  };

  const over = () => {
    if (isClosed) return;
    isClosed = true;
    clearTimeout(helloDeadline);
    turn = turn.then(options.onClose).catch(options.onFailure);
  };

  const close: Door["close"] = (code, reason) => {
    over();
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
  };
  const helloDeadline = setTimeout(() => close(POLICY_VIOLATION, "hello-first"), HELLO_WITHIN_MS);

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
      if (badFrames >= BAD_FRAMES_COUNT) close(POLICY_VIOLATION, "bad-message");
      return;
    }
    badFrames = Math.max(0, badFrames - 1);
    const { type } = decoded.message;
    if (type === "hello") clearTimeout(helloDeadline);
    try {
      const refusal = await options.onMessage(decoded.message);
      if (refusal) refuse(refusal, type);
    } catch (error) {
      options.onFailure(error);
      refuse("failed", type);
    }
  };

  socket.on("message", (data: Buffer, isBinary: boolean) => {
    if (isClosed) return;
    if (!bucket.take() || !options.personBucket.take()) {
      overrunFrames += 1;
      // Said once for each overrun, not once for each frame.
      if (!isOverrun) refuse("too-many");
      isOverrun = true;
      if (overrunFrames >= OVERRUN_FRAMES_COUNT) close(POLICY_VIOLATION, "too-many");
      return;
    }
    isOverrun = false;
    overrunFrames = Math.max(0, overrunFrames - 1);
    const text = isBinary ? undefined : data.toString("utf8");
    turn = turn.then(() => handle(text)).catch(options.onFailure);
  });
  socket.on("error", () => {});
  socket.on("close", over);

  return { send, close };
}
