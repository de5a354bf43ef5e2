import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import { createSites } from "../../signaling/policy/sites.ts";
import { startServer, type TestServer } from "../support/server.ts";

const SHOP = "https://www.shop.example";
const RULES = { ...NO_RULES, redact: [{ selector: ".balance" }] };

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const sites = createSites(server.database);
  await sites.add({ name: "Shop", key: "shop", origins: [SHOP], privacy: RULES });
  const broken = { ...NO_RULES, redact: [{ selector: "a[" }] };
  await sites.add({ name: "Broken", key: "broken", origins: [SHOP], privacy: broken });
});
afterAll(() => server.close());

const ask = (query: string, headers: Record<string, string> = { origin: SHOP }) =>
  fetch(`${server.origin}/v1/privacy${query}`, { headers });

describe("GET /v1/privacy", () => {
  it("tells a page of the site its rules, as they are now", async () => {
    const answer = await ask("?site=shop");
    expect(await answer.json()).toEqual({ privacy: RULES });
    expect(answer.headers.get("access-control-allow-origin")).toBe(SHOP);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("vary")).toContain("Origin");
  });

  it("tells null where the rules cannot be read", async () => {
    expect(await (await ask("?site=broken")).json()).toEqual({ privacy: null });
  });

  it("tells a page of this server itself, for which browsers send no origin", async () => {
    const { privacy } = (await (await ask("?site=demo", {})).json()) as { privacy: object };
    expect(Object.keys(privacy).sort()).toEqual(Object.keys(NO_RULES).sort());
    // The same is no way around for a site that has no pages here.
    expect((await ask("?site=shop", {})).status).toBe(403);
  });

  it.each([
    [
      "a page of another site",
      "?site=shop",
      { origin: "https://x.example" },
      403,
      "foreign-origin",
    ],
    ["a page of no origin", "?site=shop", { origin: "null" }, 403, "foreign-origin"],
    ["a site that is none", "?site=nobody", { origin: SHOP }, 404, "unknown-site"],
    ["no site", "", { origin: SHOP }, 400, "bad-request"],
    ["two sites", "?site=shop&site=demo", { origin: SHOP }, 400, "bad-request"],
    ["what is no key", "?site=%00", { origin: SHOP }, 400, "bad-request"],
  ])("refuses %s, so that the page can read why", async (_, query, headers, status, error) => {
    const answer = await ask(query, headers);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toEqual({ error });
    expect(answer.headers.get("access-control-allow-origin")).toBe(headers.origin);
  });

  it("answers the preflight of a page that adds headers of its own", async () => {
    const answer = await fetch(`${server.origin}/v1/privacy?site=shop`, {
      method: "OPTIONS",
      headers: {
        origin: SHOP,
        "access-control-request-method": "GET",
        "access-control-request-headers": "x-own",
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET");
    expect(answer.headers.get("access-control-allow-origin")).toBe(SHOP);
  });
});
