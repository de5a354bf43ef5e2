/**
 * The asset lane: pictures, style sheets and fonts of the customer's page, each once, by the
 * SHA-256 of its bytes. On the page lane they have numbers, never addresses. Rules: SPEC.md, A1 to
 * A12.
 */
import * as v from "valibot";
import { HASH_START_LENGTH } from "./hash-text.ts";
import { Ordinal } from "./identifiers.ts";
import { ASSET_NAMES_COUNT, HELD_HASHES_COUNT, SHEET_REFERENCES_COUNT } from "./limits.ts";

/** How CSS on the wire names a picture or font: `url("asset:12")`. */
export const ASSET_SCHEME = "asset:";

export const AssetKind = v.picklist(["image", "style", "font"]);
export type AssetKind = v.InferOutput<typeof AssetKind>;

/** What a frame of bytes begins with: the number of its transfer, big-endian. */
export const TRANSFER_NUMBER_BYTES = 4;
const TransferNumber = v.pipe(Ordinal, v.maxValue(2 ** (8 * TRANSFER_NUMBER_BYTES) - 1));

/** Counted from 1 by the customer's side, anew for each link. */
const AssetName = v.pipe(Ordinal, v.maxValue(ASSET_NAMES_COUNT));

/** SHA-256, base64url without padding. */
const AssetHash = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));
const HashStart = v.pipe(v.string(), v.regex(/^[\w-]+$/), v.length(HASH_START_LENGTH));

/** Why the customer's side has not sent what a name stands for. */
export const RefusedAssetReason = v.picklist([
  /** Of another origin, which lets no script read it. */
  "another-origin",
  /** The page has shown it, but its bytes cannot be had again. */
  "unreadable",
  "too-large",
]);
export type RefusedAssetReason = v.InferOutput<typeof RefusedAssetReason>;

/** Why the agent's side has not kept what it was sent. */
export const RejectedAssetReason = v.picklist([
  "hash-mismatch",
  /** Fewer or more bytes than were announced. */
  "incomplete",
  "bad-packing",
  "too-large",
  "too-many",
  "not-an-image",
  "not-a-font",
  "not-a-style",
]);
export type RejectedAssetReason = v.InferOutput<typeof RejectedAssetReason>;

const Bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Customer to agent. */
export const CustomerAssetMessage = v.variant("type", [
  v.object({
    type: v.literal("asset.named"),
    name: AssetName,
    kind: AssetKind,
    hash: AssetHash,
    /** Of a style sheet: the names of what its `asset:0`, `asset:1`, ... are on this page. */
    references: v.optional(v.pipe(v.array(AssetName), v.maxLength(SHEET_REFERENCES_COUNT)), []),
  }),
  v.object({ type: v.literal("asset.refused"), name: AssetName, reason: RefusedAssetReason }),
  v.object({
    type: v.literal("asset.began"),
    transfer: TransferNumber,
    kind: AssetKind,
    hash: AssetHash,
    byteCount: Bytes,
    packing: v.picklist(["none", "deflate-raw"]),
    /** Of what travels. */
    packedByteCount: Bytes,
  }),
  v.object({ type: v.literal("asset.ended"), transfer: TransferNumber }),
  /** Asked for, and never named on this link, or it cannot be had again. */
  v.object({ type: v.literal("asset.unknown"), hash: AssetHash }),
]);
export type CustomerAssetMessage = v.InferOutput<typeof CustomerAssetMessage>;

/** Agent to customer. */
export const AgentAssetMessage = v.variant("type", [
  /** First of all, once: what need not be sent. */
  v.object({
    type: v.literal("assets.held"),
    hashes: v.pipe(v.array(HashStart), v.maxLength(HELD_HASHES_COUNT)),
  }),
  v.object({ type: v.literal("asset.wanted"), hash: AssetHash }),
  v.object({ type: v.literal("asset.rejected"), hash: AssetHash, reason: RejectedAssetReason }),
]);
export type AgentAssetMessage = v.InferOutput<typeof AgentAssetMessage>;
