/**
 * A browser's end of a signaling socket: reconnects by itself, says hello first, lets in only what
 * its schema knows, and notices a socket that is open and dead.
 */
import ReconnectingSocket from "partysocket/ws";
import type * as v from "valibot";
import { decode } from "../protocol/decode.ts";

const PING_EVERY_MS = { idle: 20_000, session: 2_500 } as const;
/** A socket that was silent for this many pings is taken for lost. */
const MISSED_PINGS = 2;

export interface SignalingOptions<Out, In> {
  url: string;
  /** Asked anew for every try, so that a token can be renewed. */
  protocols(): string[] | Promise<string[]>;
  schema: v.GenericSchema<unknown, In>;
  /** Sent at every opening, before anything else. */
  hello(): Out;
  onMessage(message: In): void;
  /** @param tries - how often it has tried since the connection was lost; 0 when connected */
  onConnection(state: "connected" | "reconnecting", tries: number): void;
  /** The socket was refused before it opened: the credential may not be good any more. */
  onRefused?(): void;
}

export interface Signaling<Out> {
  /** @returns false when it could not be sent: keep what matters, and send it when connected */
  send(message: Out): boolean;
  /** How closely the socket is watched: a session notices a dead one sooner. */
  setPace(pace: keyof typeof PING_EVERY_MS): void;
  close(): void;
}

export function openSignaling<Out extends { type: string }, In extends { type: string }>(
  options: SignalingOptions<Out, In>,
): Signaling<Out> {
  let pace: keyof typeof PING_EVERY_MS = "idle";
  let tries = 0;
  let hasOpened = false;
  let unanswered = 0;
  let pingTimer: ReturnType<typeof setTimeout> | undefined;
  const closed = new AbortController();

  const socket = new ReconnectingSocket(options.url, async () => await options.protocols(), {
    minReconnectionDelay: 500 + Math.random() * 500,
    maxReconnectionDelay: 10_000,
    reconnectionDelayGrowFactor: 1.6,
    connectionTimeout: 8_000,
    maxEnqueuedMessages: 0,
  });

  const post = (message: { type: string }): boolean => {
    if (socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  };

  const schedulePing = () => {
    clearTimeout(pingTimer);
    pingTimer = setTimeout(() => {
      if (unanswered >= MISSED_PINGS) {
        unanswered = 0;
        socket.reconnect();
        return;
      }
      if (post({ type: "ping" })) unanswered += 1;
      schedulePing();
    }, PING_EVERY_MS[pace]);
  };

  socket.addEventListener("open", () => {
    tries = 0;
    unanswered = 0;
    hasOpened = true;
    post(options.hello());
    schedulePing();
    options.onConnection("connected", 0);
  });
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    unanswered = 0;
    if (typeof data !== "string") return;
    const decoded = decode(options.schema, data);
    if (decoded.ok && decoded.message.type !== "pong") options.onMessage(decoded.message);
  });
  socket.addEventListener("close", () => {
    clearTimeout(pingTimer);
    if (closed.signal.aborted) return;
    tries += 1;
    if (!hasOpened) options.onRefused?.();
    hasOpened = false;
    options.onConnection("reconnecting", tries);
  });

  // Do not wait for a timer when the network or the person is back.
  const hurry = () => {
    if (document.visibilityState === "visible" && socket.readyState === WebSocket.CLOSED) {
      socket.reconnect();
    }
  };
  window.addEventListener("online", hurry, { signal: closed.signal });
  document.addEventListener("visibilitychange", hurry, { signal: closed.signal });

  return {
    send: post,
    setPace(next) {
      if (next === pace) return;
      pace = next;
      if (socket.readyState === WebSocket.OPEN) schedulePing();
    },
    close() {
      closed.abort();
      clearTimeout(pingTimer);
      socket.close();
    },
  };
}
