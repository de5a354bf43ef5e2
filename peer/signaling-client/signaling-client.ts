/**
 * A browser's end of a signaling socket: reconnects by itself, says hello first, lets in only what
 * its schema knows, and notices a socket that is open and dead.
 *
 * The reconnecting is our own and not a package's: it is in the first script of every page, whose
 * whole budget is 8 kB, and a package for it weighs 2.7 kB of them.
 */
import type * as v from "valibot";
import { decode } from "../protocol/decode.ts";

const PING_EVERY_MS = { idle: 20_000, session: 2_500 } as const;
/** A socket that was silent for this many pings is taken for lost. */
const MISSED_PINGS = 2;
const OPEN_WITHIN_MS = 8_000;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;
const RETRY_GROWTH = 1.6;

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
  let socket: WebSocket | undefined;
  let tries = 0;
  let unanswered = 0;
  let pingTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let isTrying = false;
  const closed = new AbortController();

  async function connect(): Promise<void> {
    clearTimeout(retryTimer);
    if (isTrying || socket || closed.signal.aborted) return;
    isTrying = true;
    try {
      const protocols = await options.protocols();
      if (!closed.signal.aborted) listen(new WebSocket(options.url, protocols));
    } catch {
      retryLater();
    }
    isTrying = false;
  }

  function listen(opening: WebSocket): void {
    socket = opening;
    let hasOpened = false;
    let isOver = false;
    /** Once for each socket, whether it closed, or is open and dead and will close some day. */
    const over = () => {
      if (isOver) return;
      isOver = true;
      clearTimeout(deadline);
      clearTimeout(pingTimer);
      opening.close();
      if (socket === opening) socket = undefined;
      if (closed.signal.aborted) return;
      if (!hasOpened) options.onRefused?.();
      retryLater();
    };
    const deadline = setTimeout(over, OPEN_WITHIN_MS);

    opening.onopen = () => {
      if (isOver) return;
      clearTimeout(deadline);
      hasOpened = true;
      tries = 0;
      unanswered = 0;
      post(options.hello());
      schedulePing(over);
      options.onConnection("connected", 0);
    };
    opening.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isOver || typeof data !== "string") return;
      unanswered = 0;
      const decoded = decode(options.schema, data);
      if (decoded.ok && decoded.message.type !== "pong") options.onMessage(decoded.message);
    };
    opening.onclose = over;
  }

  function retryLater(): void {
    const delay = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * RETRY_GROWTH ** tries);
    tries += 1;
    options.onConnection("reconnecting", tries);
    // Spread, so that all browsers of a restarted server do not come back in one moment.
    retryTimer = setTimeout(connect, delay * (0.75 + Math.random() / 2));
  }

  function post(message: { type: string }): boolean {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  let onDead = () => {};
  function schedulePing(over: () => void): void {
    onDead = over;
    clearTimeout(pingTimer);
    pingTimer = setTimeout(() => {
      if (unanswered >= MISSED_PINGS) return over();
      if (post({ type: "ping" })) unanswered += 1;
      schedulePing(over);
    }, PING_EVERY_MS[pace]);
  }

  // Do not wait for a timer when the network or the person is back.
  const hurry = () => {
    if (document.visibilityState === "visible") void connect();
  };
  const { signal } = closed;
  window.addEventListener("online", hurry, { signal });
  document.addEventListener("visibilitychange", hurry, { signal });
  void connect();

  return {
    send: post,
    setPace(next) {
      if (next === pace) return;
      pace = next;
      if (socket?.readyState === WebSocket.OPEN) schedulePing(onDead);
    },
    close() {
      closed.abort();
      clearTimeout(pingTimer);
      clearTimeout(retryTimer);
      socket?.close();
    },
  };
}
