import * as v from "valibot";
import { CHAT_TEXT_LENGTH } from "./limits.ts";

export const Uuid = v.pipe(v.string(), v.uuid());
export const Version = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A count or number that starts at 1. */
export const Ordinal = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** Milliseconds since 1970 on the clock of whoever recorded it. */
export const EpochMs = v.pipe(v.number(), v.finite(), v.minValue(0));
export const ShortText = v.pipe(v.string(), v.maxLength(200));
export const ChatText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(CHAT_TEXT_LENGTH));

export const Role = v.picklist(["agent", "customer"]);
export type Role = v.InferOutput<typeof Role>;
