/**
 * What a page asks about the person's taste is answered for the customer, not for the agent: who
 * likes it dark at the desk must not see a dark shop that the customer sees light. A browser has no
 * way to say this of one frame, so the questions are rewritten: queries to ones that are always, or
 * never, true, and a page that is both light and dark to one that is as the customer sees it.
 */
export interface CustomerTaste {
  colorScheme: "light" | "dark";
  /** Unknown for an older widget: the agent's browser answers for itself. */
  reducedMotion?: "reduce" | "no-preference" | undefined;
}

const SCHEME_QUERY = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi;
const MOTION_QUERY = /\(\s*prefers-reduced-motion\s*(?::\s*(reduce|no-preference)\s*)?\)/gi;
/** Of the customer's whole screen, which the frame stands for at the agent. */
const DEVICE_QUERY = /(\(\s*(?:min|max))-device-(width|height)/gi;
const BOTH_SCHEMES =
  /(?<![\w-])(color-scheme\s*:\s*(?:only\s+)?)(?:light\s+dark|dark\s+light)(?![\w-])/gi;

export function withTaste(css: string, { colorScheme, reducedMotion }: CustomerTaste): string {
  const schemed = css
    .replace(DEVICE_QUERY, "$1-$2")
    .replace(SCHEME_QUERY, (_query, asked: string) => answer(asked.toLowerCase() === colorScheme))
    .replace(BOTH_SCHEMES, (_declaration, property: string) => property + colorScheme);
  if (!reducedMotion) return schemed;
  return schemed.replace(MOTION_QUERY, (_query, asked = "reduce") =>
    answer(asked.toLowerCase() === reducedMotion),
  );
}

const answer = (isTrue: boolean) => (isTrue ? "(min-width: 0px)" : "(max-width: 0px)");
