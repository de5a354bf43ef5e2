/** What an agent has begun to write, for each conversation; a reload of this tab keeps it. */
import { signal } from "@preact/signals";
import * as v from "valibot";
import { CHAT_TEXT_LENGTH } from "../../peer/protocol/limits.ts";

const DRAFTS = "alongside.drafts";
const Stored = v.record(v.string(), v.pipe(v.string(), v.maxLength(CHAT_TEXT_LENGTH)));

export function createDrafts() {
  const all = signal<ReadonlyMap<string, string>>(new Map(Object.entries(stored())));

  function keep(): void {
    try {
      sessionStorage.setItem(DRAFTS, JSON.stringify(Object.fromEntries(all.value)));
    } catch {
      // No room: they stay for as long as this page.
    }
  }

  return {
    all,
    set(conversation: string, text: string): void {
      const next = new Map(all.value);
      if (text === "") next.delete(conversation);
      else next.set(conversation, text);
      all.value = next;
      keep();
    },
    /** Another agent may log in here. */
    forget(): void {
      all.value = new Map();
      sessionStorage.removeItem(DRAFTS);
    },
  };
}

function stored(): Record<string, string> {
  try {
    return v.parse(Stored, JSON.parse(sessionStorage.getItem(DRAFTS) ?? "{}"));
  } catch {
    return {};
  }
}
