/** Everything that goes into one browser and out of it, for as long as it runs. */
import type { BrowserContext, Page, Request, Response } from "playwright";
import { BEGINS } from "../../../peer/link/chunk-kind.ts";
import type { Tapped, TappedBlob, TappedFrame } from "../pages/taps.ts";
import type { Haystack } from "../search/search.ts";
import { joinedTexts, lanesRead, type Picture } from "./tapped-lanes.ts";

export interface BrowserRead {
  haystacks: Haystack[];
  pictures: Picture[];
}

export interface TappedBrowser {
  /** Streams that have begun on the page lane: one for each snapshot. */
  streamCount(): number;
  /** Messages that have come over a socket with this in them. */
  receivedCount(part: string): number;
  /** Beats of the session lane's heart that this browser has sent. */
  heartbeatCount(): number;
  /** Has come to its end when all that was under way has been read. */
  read(): Promise<BrowserRead>;
}

export interface TapOptions {
  who: "customer" | "agent";
  /** What runs in every document, before its own scripts. */
  script: string;
  /** Origins whose requests are left out: the customer's own site has all that was planted. */
  ownOrigins: readonly string[];
}

/** Of a request or answer that nobody needs to see the inside of: it would be most of what there is. */
const BINARY = /^(?:audio|video|font)\//;

export async function tapBrowser(
  context: BrowserContext,
  { who, script, ownOrigins }: TapOptions,
): Promise<TappedBrowser> {
  const frames: TappedFrame[] = [];
  const blobs: TappedBlob[] = [];
  const socketFrames: Array<{ direction: string; text: string | Buffer }> = [];
  const exchanges: Array<Promise<Buffer[]>> = [];

  await context.exposeBinding("privacyTap", (_source, text: string) => {
    const tapped = JSON.parse(text) as Tapped;
    if (tapped.kind === "frame") frames.push(tapped);
    else blobs.push(tapped);
  });
  await context.addInitScript(script);

  const tapPage = (page: Page) => {
    page.on("websocket", (socket) => {
      socketFrames.push({ direction: "address", text: socket.url() });
      socket.on("framesent", ({ payload }) =>
        socketFrames.push({ direction: "sent", text: payload }),
      );
      socket.on("framereceived", ({ payload }) =>
        socketFrames.push({ direction: "received", text: payload }),
      );
    });
  };
  context.on("page", tapPage);
  context.pages().forEach(tapPage);
  const isOwn = (url: string) => ownOrigins.some((origin) => url.startsWith(origin));
  context.on("request", (request) => {
    if (!isOwn(request.url())) exchanges.push(requestBytes(request));
  });
  context.on("response", (response) => {
    if (!isOwn(response.url())) exchanges.push(responseBytes(response));
  });

  return {
    streamCount: () => frames.filter(beginsStream).length,
    receivedCount: (part) =>
      socketFrames.filter(({ direction, text }) => direction === "received" && text.includes(part))
        .length,
    heartbeatCount: () => frames.filter(isHeartbeat).length,
    async read() {
      const { haystacks, pictures } = lanesRead(who, frames);
      const say = (source: string, name: string, bytes: Uint8Array) =>
        haystacks.push({ source: `${source} the ${who}`, name, bytes, kind: "said" });
      for (const direction of ["address", "sent", "received"]) {
        const texts = socketFrames
          .filter((one) => one.direction === direction)
          .map(({ text }) => String(text));
        if (texts.length === 0) continue;
        const source = direction === "received" ? "sockets to" : "sockets from";
        say(source, `${direction}, as it went`, Buffer.from(texts.join("\n")));
        for (const [what, text] of joinedTexts(texts))
          say(source, `${direction}, ${what}`, Buffer.from(text));
      }
      const http = (await Promise.all(exchanges)).flat();
      say("requests of", `${exchanges.length} requests and answers`, Buffer.concat(http));
      for (const { type, bytes } of blobs) {
        say("blobs at", type, Buffer.from(bytes, "base64"));
        if (type.startsWith("image/"))
          pictures.push({ name: `blobs at the ${who}`, bytes: Buffer.from(bytes, "base64") });
      }
      return { haystacks, pictures };
    },
  };
}

const beginsStream = ({ lane, bytes = "" }: TappedFrame) =>
  lane === "page" && ((Buffer.from(bytes.slice(0, 4), "base64")[0] ?? 0) & BEGINS) !== 0;

const isHeartbeat = ({ lane, direction, text = "" }: TappedFrame) =>
  lane === "session" && direction === "sent" && text.includes('"heartbeat"');

async function requestBytes(request: Request): Promise<Buffer[]> {
  const headers = await request.allHeaders().catch(() => request.headers());
  return [
    Buffer.from(`\n${request.method()} ${request.url()}\n${JSON.stringify(headers)}\n`),
    request.postDataBuffer() ?? Buffer.alloc(0),
  ];
}

async function responseBytes(response: Response): Promise<Buffer[]> {
  const headers = await response.allHeaders().catch(() => response.headers());
  const head = Buffer.from(
    `\n${response.status()} ${response.url()}\n${JSON.stringify(headers)}\n`,
  );
  if (BINARY.test(headers["content-type"] ?? "")) return [head];
  // There is none where the page has gone meanwhile, and none of a redirect.
  return [head, await response.body().catch(() => Buffer.alloc(0))];
}
