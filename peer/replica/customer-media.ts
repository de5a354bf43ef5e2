/**
 * Media queries about the person's taste answer for the customer, not for the agent: who likes it
 * dark at the desk must not see a dark shop that the customer sees light. A browser has no way to
 * say this of one frame, so the queries are rewritten to ones that are always, or never, true.
 */
export type ColorScheme = "light" | "dark";

const SCHEME_QUERY = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi;

export function withColorScheme(css: string, customers: ColorScheme): string {
  return css.replace(SCHEME_QUERY, (_query, asked: string) =>
    asked.toLowerCase() === customers ? "(min-width: 0px)" : "(max-width: 0px)",
  );
}
