import { createHash } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { assetHash } from "../../../../../peer/capture/assets/asset-hash.ts";
import { packed } from "../../../../../peer/capture/assets/asset-packing.ts";
import { bytesOfData } from "../../../../../peer/capture/assets/data-address.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe("the hash of an asset", () => {
  it.each([0, 1, 64 * 1024, 200_001])("is the SHA-256 of %i bytes, base64url", async (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => at % 251);
    expect(await assetHash(bytes)).toBe(createHash("sha256").update(bytes).digest("base64url"));
  });

  it("lets the page have its turn meanwhile", async () => {
    let turnsCount = 0;
    const turning = setInterval(() => {
      turnsCount += 1;
    });
    await assetHash(new Uint8Array(24 * 1024 * 1024));
    clearInterval(turning);
    expect(turnsCount).toBeGreaterThan(3);
  });
});

describe("the packing of an asset", () => {
  const sheet = encode(".rule { color: red }\n".repeat(100));
  const drawing = encode(
    `\ufeff <svg xmlns="http://www.w3.org/2000/svg">${"<g/>".repeat(200)}</svg>`,
  );

  it("makes a sheet and a drawing smaller", async () => {
    for (const [kind, bytes] of [
      ["style", sheet],
      ["image", drawing],
    ] as const) {
      const { packing, bytes: smaller } = await packed(kind, bytes);
      expect(packing).toBe("deflate-raw");
      expect(smaller.length).toBeLessThan(bytes.length / 2);
      expect(text(inflateRawSync(smaller))).toBe(text(bytes));
    }
  });

  it("leaves alone what is packed already, what is small and what would grow", async () => {
    const photo = Uint8Array.from({ length: 500 }, () => 0xff);
    const noise = crypto.getRandomValues(new Uint8Array(500));
    expect(await packed("image", photo)).toEqual({ packing: "none", bytes: photo });
    expect(await packed("font", sheet)).toEqual({ packing: "none", bytes: sheet });
    expect(await packed("style", encode("a{}"))).toEqual({ packing: "none", bytes: encode("a{}") });
    expect(await packed("style", noise)).toEqual({ packing: "none", bytes: noise });
  });
});

describe("a data: address", () => {
  it.each([
    ["data:image/png;base64,aGVsbG8=", "hello"],
    ["data:image/png;charset=x; base64 ,aGVs%0AbG8%3D", "hello"],
    ["DATA:,a%20b%zz", "a b%zz"],
    ["data:image/svg+xml,<svg a='é'/>#part", "<svg a='é'/>"],
    ["data:image/svg+xml,%C3%A9", "é"],
  ])("%s is decoded without asking anybody", (address, content) => {
    expect(text(bytesOfData(address))).toBe(content);
  });

  it.each([
    "data:image/png;base64,*",
    "data:image/png",
    "https://x.example/",
  ])("%s holds nothing", (address) => expect(bytesOfData(address)).toBeUndefined());
});
