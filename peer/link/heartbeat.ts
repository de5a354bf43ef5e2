/**
 * The heartbeat of one connection: measures the round trip, and notices a dead path sooner than
 * WebRTC does (the browser says `disconnected` after about 5 s, and nothing about a frozen tab).
 */

const HEARTBEAT_MS = 1_000;
/** After this long the network is asked whether only the page is busy. WebRTC checks it every 5 s. */
const SILENCE_MS = 6_500;
/** From this silence on it is watched whether the network still answers. */
const DOUBT_MS = 1_500;

export interface HeartbeatOptions {
  post(number: number): void;
  /** How often the other side's network has answered; undefined where a browser does not tell. */
  responseCount(): Promise<number | undefined>;
  onSilent(): void;
  /** In milliseconds. */
  onRoundTrip(rttMs: number): void;
}

export interface Heartbeat {
  /** From when the lanes are open. */
  start(): void;
  /** Something has come from the other side. */
  heard(): void;
  answered(number: number): void;
  stop(): void;
}

export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  let lastHeardAt = Date.now();
  let lastBeatAt = Date.now();
  let number = 0;
  let sentAt = 0;
  let responseCount: number | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let isStopped = false;

  function beat(): void {
    const now = Date.now();
    // We were busy ourselves: what has come meanwhile is read after this.
    if (now - lastBeatAt > 2 * HEARTBEAT_MS) lastHeardAt = now;
    lastBeatAt = now;
    if (now - lastHeardAt > DOUBT_MS) void watchSilence();
    else responseCount = undefined;
    number += 1;
    sentAt = performance.now();
    options.post(number);
  }

  /** A page that is busy, or has a question open, says nothing while its network answers. */
  async function watchSilence(): Promise<void> {
    const answered = await options.responseCount().catch(() => undefined);
    if (isStopped) return;
    const isAnswering =
      answered !== undefined && responseCount !== undefined && answered > responseCount;
    responseCount ??= answered;
    if (Date.now() - lastHeardAt <= SILENCE_MS) return;
    if (!isAnswering) return options.onSilent();
    responseCount = answered;
    lastHeardAt = Date.now();
  }

  return {
    start() {
      lastHeardAt = Date.now();
      beat();
      timer = setInterval(beat, HEARTBEAT_MS);
    },
    heard() {
      lastHeardAt = Date.now();
    },
    answered(answeredNumber) {
      if (answeredNumber === number) options.onRoundTrip(performance.now() - sentAt);
    },
    stop() {
      isStopped = true;
      clearInterval(timer);
    },
  };
}
