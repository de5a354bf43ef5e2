/** The one way out of the page: everything passes the guard, and what it catches is told. */
import type { GuardCatch } from "../protocol/guard-catches.ts";
import type { PrivacyRules } from "../protocol/privacy-rules.ts";
import { createCatchReport } from "./catch-report.ts";
import { createGuard } from "./guard/guard.ts";
import type { Caught } from "./guard/message-check.ts";
import { isElement } from "./redaction/native-dom.ts";

export interface GuardedExit {
  /** A value that must not leave anywhere. */
  remember(value: string): void;
  /** What else the site's rules say to look for. */
  obey(rules: Pick<PrivacyRules, "secretShapes">): void;
  /** Masks in place. @returns a promise where it takes long; messages are to follow one another */
  pass(message: object): Promise<void> | void;
  passText(text: string): Promise<string> | string;
  stop(): void;
}

export interface GuardedExitOptions {
  nodeOf(id: number): Node | null;
  onCaught(catches: GuardCatch[]): void;
}

export function createGuardedExit({ nodeOf, onCaught }: GuardedExitOptions): GuardedExit {
  const guard = createGuard({ shapes: [] });
  const report = createCatchReport(onCaught, () => {
    const checked = guard.checkText(location.pathname);
    // One that is so long that it takes time says nothing to anybody.
    return checked instanceof Promise ? "" : checked.text;
  });

  const tell = (caught: readonly Caught[], placeOf: (one: Caught) => Element | string) => {
    for (const one of caught) report.add(one.kind, placeOf(one));
  };

  return {
    remember(value) {
      guard.remember(value);
      // A number is the same however it is grouped.
      const digits = value.replace(/[\s.-]/g, "");
      if (digits !== value && /^\d{6,}$/.test(digits)) guard.remember(digits);
    },
    obey: ({ secretShapes }) => guard.lookFor(secretShapes),
    pass(message) {
      const tellOf = (caught: readonly Caught[]) =>
        tell(caught, ({ at }) => placeIn(message, at, nodeOf));
      const caught = guard.check(message);
      if (caught instanceof Promise) return caught.then(tellOf);
      tellOf(caught);
    },
    passText(text) {
      const checked = guard.checkText(text);
      const tellOf = ({ text: masked, caught }: Awaited<typeof checked>) => {
        tell(caught, () => "style sheet or drawing");
        return masked;
      };
      return checked instanceof Promise ? checked.then(tellOf) : tellOf(checked);
    },
    stop: report.stop,
  };
}

/** The element that the innermost node on the way to the string is, or is in. */
function placeIn(
  message: object,
  at: Caught["at"],
  nodeOf: (id: number) => Node | null,
): Element | string {
  let place: Element | string = "page";
  let inner: unknown = message;
  for (const key of at) {
    const { id } = inner as { id?: unknown };
    const node = typeof id === "number" ? nodeOf(id) : null;
    if (node) place = isElement(node) ? node : around(node);
    inner = (inner as Record<string | number, unknown> | undefined)?.[key];
    if (typeof inner !== "object" || inner === null) break;
  }
  return place;
}

const around = ({ parentElement }: Node) => parentElement ?? "page";
