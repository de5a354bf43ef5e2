import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";

const axe = readFileSync(
  new URL("../../node_modules/axe-core/axe.min.js", import.meta.url),
  "utf8",
);

/** Rules of WCAG 2.2 A and AA that are broken, by name and element. */
export async function violations(page: Page, within: string): Promise<string[]> {
  // Evaluated, not embedded: the pages' policies let no script in.
  await page.evaluate(axe);
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as {
      axe: { run(context: unknown, options: unknown): Promise<{ violations: Violation[] }> };
    };
    interface Violation {
      id: string;
      nodes: Array<{ target: unknown }>;
    }
    const result = await axe.run(
      { include: [selector], exclude: [["iframe"]] },
      { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    );
    return result.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id}: ${JSON.stringify(target)}`),
    );
  }, within);
}
