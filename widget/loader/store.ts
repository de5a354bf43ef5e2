import type { Store, WidgetState } from "../widget-api.ts";

const EMPTY: WidgetState = {
  connection: "none",
  siteName: "",
  agentName: null,
  agentPresent: false,
  entries: [],
  pending: [],
  readUpTo: 0,
  isOpen: false,
  agentTypedAt: 0,
  status: null,
};

export function createStore(): Store {
  let state = EMPTY;
  const listeners = new Set<() => void>();
  return {
    get state() {
      return state;
    },
    set(change) {
      state = { ...state, ...change };
      for (const onChange of listeners) onChange();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}

/** Messages of the agent that the customer has not seen. */
export function unreadCount({ entries, readUpTo }: WidgetState): number {
  return entries.filter(
    (entry) => entry.kind === "message" && entry.author === "agent" && entry.id > readUpTo,
  ).length;
}
