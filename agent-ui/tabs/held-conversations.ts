/** The conversations whose sessions this tab holds, for its next load. */
import * as v from "valibot";
import { Uuid } from "../../peer/protocol/identifiers.ts";

const HELD = "alongside.viewer";
const Held = v.array(Uuid);

export function keepHeld(conversations: readonly string[]): void {
  sessionStorage.setItem(HELD, JSON.stringify(conversations));
}

export function heldBefore(): string[] {
  try {
    return v.parse(Held, JSON.parse(sessionStorage.getItem(HELD) ?? "[]"));
  } catch {
    return [];
  }
}
