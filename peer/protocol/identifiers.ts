import * as v from "valibot";
import { CHAT_TEXT_LENGTH } from "./limits.ts";

/** One spelling for each: what is compared as text must not differ in case. */
export const Uuid = v.pipe(v.string(), v.uuid(), v.toLowerCase());
export const Version = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** A count or number that starts at 1. */
export const Ordinal = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
/** Milliseconds since 1970 on the clock of whoever recorded it. */
export const EpochMs = v.pipe(v.number(), v.finite(), v.minValue(0));
export const ShortText = v.pipe(v.string(), v.maxLength(200));

/** Control characters say nothing to a reader, and no database takes the first of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to leave out
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

export const ChatText = v.pipe(
  v.string(),
  v.maxLength(CHAT_TEXT_LENGTH),
  v.transform((text) => text.replace(CONTROL_CHARACTERS, "")),
  v.trim(),
  v.minLength(1),
);

export const Role = v.picklist(["agent", "customer"]);
export type Role = v.InferOutput<typeof Role>;
