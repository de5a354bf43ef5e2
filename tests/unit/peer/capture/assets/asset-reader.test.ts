// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createAssetReader,
  type ReadOptions,
} from "../../../../../peer/capture/assets/asset-reader.ts";
import { ASSET_BYTES } from "../../../../../peer/protocol/limits.ts";

const OWN = `${location.origin}/a.png`;
const OTHER = "https://cdn.example/a.png";
const ALONE: ReadOptions = { isShared: false, picture: () => undefined };

type Answer = (address: string, init: RequestInit) => Response | Promise<Response>;

let asked: Array<[address: string, init: RequestInit]>;
let answer: Answer;
let ended: AbortController;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  answer = () => Promise.reject(new TypeError("not in the cache"));
  ended = new AbortController();
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    asked.push([address, init]);
    return answer(address, init);
  });
});
afterEach(() => {
  ended.abort();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const open = (...assetOrigins: string[]) => createAssetReader(assetOrigins, ended.signal);

/** @returns what came of it, however long it takes on the clock of the test */
async function settled<T>(reading: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(1_000);
  return reading;
}

function violate(blockedURI: string): void {
  const event = new Event("securitypolicyviolation");
  document.dispatchEvent(Object.assign(event, { effectiveDirective: "connect-src", blockedURI }));
}

/** A picture that the test's browser draws as these bytes, or that may not be read. */
function drawable(drawn: string | "tainted") {
  const picture = Object.assign(document.createElement("img"), {});
  Object.defineProperties(picture, { naturalWidth: { value: 10 }, naturalHeight: { value: 10 } });
  vi.spyOn(document, "createElement").mockReturnValueOnce({
    getContext: () => ({ drawImage() {} }),
    toBlob(take: (blob: Blob) => void) {
      if (drawn === "tainted") throw new DOMException("", "SecurityError");
      take(new Blob([drawn]));
    },
  } as unknown as HTMLElement);
  return { isShared: false, picture: () => picture };
}

const textOf = (reading: object) =>
  new TextDecoder().decode((reading as { bytes: Uint8Array }).bytes);

describe("reading again what the page has loaded", () => {
  it("takes the page's own from the cache, and asks nobody [A9]", async () => {
    answer = () => new Response("picture");
    expect(textOf(await settled(open().read(OWN, ALONE)))).toBe("picture");
    expect(asked).toMatchObject([[OWN, { cache: "only-if-cached", mode: "same-origin" }]]);
  });

  it("draws the picture that is not in the cache, and asks nobody [A9]", async () => {
    expect(textOf(await settled(open().read(OWN, drawable("drawn"))))).toBe("drawn");
    expect(asked).toHaveLength(1);
  });

  it.each([404, 500])("does not take the answer %i for a picture", async (status) => {
    answer = () => new Response("<h1>Not found</h1>", { status });
    expect(await settled(open().read(OWN, ALONE))).toEqual({ refused: "unreadable" });
  });

  it("asks no other origin that neither page nor site names [A9]", async () => {
    expect(await settled(open("https://other.example").read(OTHER, ALONE))).toEqual({
      refused: "another-origin",
    });
    expect(await settled(open("https://cdn.example:8443").read(OTHER, ALONE))).toEqual({
      refused: "another-origin",
    });
    expect(asked).toEqual([]);
  });

  it.each([
    ["the site names", open, ["https://cdn.example"], ALONE],
    ["the page shares", open, [], { ...ALONE, isShared: true }],
  ] as const)("reads from an origin that %s, without the customer's cookies [A9]", async (_who, opened, origins, options) => {
    answer = () => new Response("picture");
    expect(textOf(await settled(opened(...origins).read(OTHER, options)))).toBe("picture");
    expect(asked).toMatchObject([
      [OTHER, { mode: "cors", credentials: "omit", cache: "force-cache" }],
    ]);
  });

  it("asks anew where the cache has it without the word that it may be read", async () => {
    answer = (_address, { cache }) => {
      if (cache === "force-cache") throw new TypeError("no such header");
      return new Response("picture");
    };
    expect(textOf(await settled(open("https://cdn.example").read(OTHER, ALONE)))).toBe("picture");
    expect(asked.map(([, { cache }]) => cache)).toEqual(["force-cache", "reload"]);
  });

  it("says that a picture of another origin may not be read, though it was shared", async () => {
    const { picture } = drawable("tainted");
    expect(await settled(open().read(OTHER, { isShared: true, picture }))).toEqual({
      refused: "another-origin",
    });
  });

  it("does not try again what the page's policy has refused once", async () => {
    answer = (address) => {
      setTimeout(() => violate(address), 5);
      throw new TypeError("refused by policy");
    };
    const reader = open();
    const first = reader.read(OWN, ALONE);
    const second = reader.read(`${location.origin}/b.png`, ALONE);
    expect(await settled(first)).toEqual({ refused: "unreadable" });
    expect(await settled(second)).toEqual({ refused: "unreadable" });
    expect(textOf(await settled(reader.read(OWN, drawable("drawn"))))).toBe("drawn");
    expect(asked).toHaveLength(1);
  });

  it("goes on reading where only one was not in the cache", async () => {
    const reader = open();
    await settled(reader.read(OWN, ALONE));
    answer = () => new Response("picture");
    expect(textOf(await settled(reader.read(OWN, ALONE)))).toBe("picture");
  });

  it("draws a picture that the page has made, before it reads it", async () => {
    const made = `blob:${location.origin}/1-2-3`;
    expect(textOf(await settled(open().read(made, drawable("drawn"))))).toBe("drawn");
    expect(asked).toEqual([]);
  });

  it("decodes a picture that is part of the page, and asks nobody", async () => {
    expect(textOf(await settled(open().read("data:image/png;base64,aGVsbG8=", ALONE)))).toBe(
      "hello",
    );
    expect(asked).toEqual([]);
  });

  it("refuses what says that it is too large, without reading it", async () => {
    let isRead = false;
    const body = new ReadableStream(
      {
        pull() {
          isRead = true;
        },
      },
      { highWaterMark: 0 },
    );
    answer = () => new Response(body, { headers: { "content-length": String(500_000_000) } });
    expect(await settled(open().read(OWN, ALONE))).toEqual({ refused: "too-large" });
    expect(isRead).toBe(false);
  });

  it("stops reading what turns out to be too large", async () => {
    let sentBytes = 0;
    const body = new ReadableStream({
      pull(controller) {
        sentBytes += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    let signal: AbortSignal | null | undefined;
    answer = (_address, init) => {
      signal = init.signal;
      return new Response(body);
    };
    expect(await settled(open().read(OWN, ALONE))).toEqual({ refused: "too-large" });
    expect(sentBytes).toBeLessThan(ASSET_BYTES + 4 * 1024 * 1024);
    expect(signal?.aborted).toBe(true);
  });

  it.each([
    "time",
    "the end of the capture",
  ])("gives up after %s what never comes", async (what) => {
    answer = (_address, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      });
    const reading = open().read(OWN, ALONE);
    await vi.advanceTimersByTimeAsync(1_000);
    if (what !== "time") ended.abort();
    else await vi.advanceTimersByTimeAsync(60_000);
    expect(await settled(reading)).toEqual({ refused: "unreadable" });
  });
});
