/**
 * What leaves of an asset: the bytes of a picture or font as the page has them; of a style sheet its
 * text without what it says to redacted parts, and with numbers for addresses. Whatever is text is
 * checked, before anything of it is known outside, even its hash.
 */
import type { RefusedAssetReason } from "../../protocol/asset-messages.ts";
import { ASSET_BYTES, SHEET_REFERENCES_COUNT } from "../../protocol/limits.ts";
import type { OutgoingCssText } from "../redaction/css-text.ts";
import type { RedactedLooks } from "../redaction/redacted-looks.ts";
import { assetHash } from "./asset-hash.ts";
import type { AssetNames, NamedAsset } from "./asset-names.ts";
import type { AssetReader } from "./asset-reader.ts";
import { namedCss } from "./named-css.ts";
import { writtenPicture } from "./written-pictures.ts";

/** The second, independent check of a text that leaves: what it returns leaves in its place. */
export type CheckText = (text: string) => string | Promise<string>;

export interface Content {
  hash: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** Of a sheet, the names of what it names by number. */
  references: number[];
}

export type Refused = { refused: RefusedAssetReason };

export interface AssetContentOptions {
  names: AssetNames;
  reader: AssetReader;
  cssText: Pick<OutgoingCssText, "rules">;
  looks: Pick<RedactedLooks, "looked">;
  checkText: CheckText;
  shownBy(asset: NamedAsset): Element | undefined;
}

export interface AssetContent {
  /** @param address - of an asset that has no text of its own */
  read(asset: NamedAsset, address: string): Promise<Content | Refused>;
}

export function createAssetContent(options: AssetContentOptions): AssetContent {
  const { names, reader, cssText, looks, checkText, shownBy } = options;

  async function withoutRedacted(css: string): Promise<string> {
    await looks.looked(0);
    return cssText.rules(css);
  }

  async function ofPicture(bytes: Uint8Array<ArrayBuffer>): Promise<Content | Refused> {
    const written = writtenPicture(bytes);
    if (written === undefined) return ofBytes(bytes);
    if (written === "unreadable") return UNREADABLE;
    const checked = await checkText(written.text);
    return ofBytes(checked === written.text ? bytes : new TextEncoder().encode(checked));
  }

  async function ofSheet(css: string, baseUrl: string): Promise<Content | Refused> {
    const text = await withoutRedacted(css);
    const { named, references } = numbered(text, baseUrl);
    const content = await ofBytes(new TextEncoder().encode(await checkText(named)), references);
    // What was redacted meanwhile is blanked too. That ends: there is less text each time.
    return (await withoutRedacted(text)) === text ? content : ofSheet(text, baseUrl);
  }

  /** The same on every page: what it names is counted by its turn in the sheet. */
  function numbered(css: string, baseUrl: string) {
    const references: number[] = [];
    const named = namedCss(css, baseUrl, (addresses, kind) => {
      const asset = names.inCss(kind, addresses);
      if (!asset) return undefined;
      const turn = references.indexOf(asset.name);
      if (turn >= 0) return turn;
      return references.length < SHEET_REFERENCES_COUNT
        ? references.push(asset.name) - 1
        : undefined;
    });
    return { named, references };
  }

  async function readNow(asset: NamedAsset, address: string): Promise<Content | Refused> {
    const { css, kind, isShared } = asset;
    if (css !== undefined) return ofSheet(css, document.baseURI);
    const result = await reader.read(address, { isShared, picture: () => shownBy(asset) });
    if ("refused" in result) return result;
    switch (kind) {
      case "font":
        return ofBytes(result.bytes);
      case "image":
        return ofPicture(result.bytes);
      case "style":
        return ofSheet(new TextDecoder().decode(result.bytes), result.url);
    }
    kind satisfies never;
  }

  return {
    // What cannot be checked does not leave.
    read: (asset, address) => readNow(asset, address).catch(() => UNREADABLE),
  };
}

const UNREADABLE: Refused = { refused: "unreadable" };

async function ofBytes(
  bytes: Uint8Array<ArrayBuffer>,
  references: number[] = [],
): Promise<Content | Refused> {
  if (bytes.length > ASSET_BYTES) return { refused: "too-large" };
  return { hash: await assetHash(bytes), bytes, references };
}
