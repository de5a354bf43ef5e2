/** Rules for addresses and titles: what they let through, and nothing beside it. */
import { ADDRESSES, NEVER_TITLE, TITLES } from "../corpus/addresses.ts";
import { PolicySite, type RunContext } from "./run-context.ts";
import { CLASS_MARK } from "./visit.ts";

export async function runAddressRules(context: RunContext): Promise<void> {
  const site = await PolicySite.open(context, { name: "address rules", marks: [CLASS_MARK] });
  await site.setRules({ address: { parameters: ["tab"], hasFragment: false } });
  await site.inSession(async (session) => {
    const addresses = site.page("/addresses", (page) => {
      page.addPlantings(ADDRESSES);
      const { value } = site.openText("parameter that may leave");
      page.addOpen(`<a href="/open?x=1&amp;tab=${value}">Open link</a>`);
    });
    await session.visit(addresses, "addresses");
    const titles = context.length === "short" ? TITLES.slice(0, 3) : TITLES;
    for (const [number, planting] of titles.entries()) {
      await session.visit(
        site.page(`/title-${number + 1}`, (page) => page.addPlantings([planting])),
        `titles, ${planting.channel}`,
      );
    }
    await site.setRules({ title: "never" });
    await session.heardOfRules(1);
    const never = site.page("/title-never", (page) => {
      page.addPlantings(NEVER_TITLE);
    });
    await session.visit(never, "title that never leaves");
  });
}
