/** What the script of a bench's page offers to the bench, which runs in Node. */
import type { Page } from "playwright";

type Offered<Api> = {
  [Name in keyof Api]: Api[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

/**
 * Calls what a page's script has put under `window.bench`, as if it were here.
 *
 *   const customer = offeredBy<LatencyCustomer>(page);
 *   const changedAt = await customer.change();
 */
export function offeredBy<Api extends object>(page: Page): Offered<Api> {
  return new Proxy({} as Offered<Api>, {
    get: (_target, name) =>
      typeof name === "string" &&
      ((...args: unknown[]) =>
        page.evaluate(
          ([name, args]) => {
            const { bench } = globalThis as unknown as {
              bench: Record<string, (...args: unknown[]) => unknown>;
            };
            const offered = bench[name];
            if (!offered) throw new Error(`the page offers no ${name}`);
            return offered(...args);
          },
          [name, args] as const,
        )),
  });
}
