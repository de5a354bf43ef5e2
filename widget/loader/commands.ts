/**
 * The global `alongside(verb, ...)`: what a page asks of the widget. A page may call it before this
 * script has come, if it defines a function that keeps the calls in its `q`.
 */
export interface CommandTargets {
  open(): void;
  close(): void;
  end(): void;
  shutdown(): void;
  audit(what: unknown): void;
}

type EventName = "open" | "close" | "started" | "ended";
type Listener = (detail: unknown) => void;
type Command = (verb: unknown, ...words: unknown[]) => void;

declare global {
  interface Window {
    alongside?: Command & { q?: unknown[][] };
  }
}

export interface Commands {
  emit(name: EventName, detail?: unknown): void;
}

export function installCommands(targets: CommandTargets): Commands {
  const listeners = new Map<unknown, Set<Listener>>();
  const before = window.alongside;
  const waiting = before?.q?.splice(0) ?? [];
  let isShutDown = false;

  const alongside: Command = (verb, ...words) => {
    if (isShutDown) return;
    const [name, listener] = words;
    switch (verb) {
      case "open":
      case "close":
      case "end":
        targets[verb]();
        return;
      case "audit":
        targets.audit(name);
        return;
      case "shutdown":
        isShutDown = true;
        targets.shutdown();
        if (window.alongside !== alongside) return;
        if (before) window.alongside = before;
        else delete window.alongside;
        return;
      case "on":
        if (typeof listener !== "function") return;
        listeners.set(name, (listeners.get(name) ?? new Set()).add(listener as Listener));
        return;
      case "off":
        listeners.get(name)?.delete(listener as Listener);
        return;
      case "identify":
        // Who the customer is needs the site's signature; until then it is not believed.
        return;
    }
  };
  window.alongside = alongside;
  // Later, when whoever installs this has finished setting up.
  queueMicrotask(() => {
    for (const [verb, ...words] of waiting) alongside(verb, ...words);
  });

  return {
    emit(name, detail) {
      for (const listener of listeners.get(name) ?? []) {
        // A page's own mistake must not stop the widget.
        try {
          listener(detail);
        } catch (error) {
          reportError(error);
        }
      }
    },
  };
}
