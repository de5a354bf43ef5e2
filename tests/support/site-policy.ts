/** The REST of a site's policy, as an agent's browser asks for it. */
import type { PrivacyDraft, SitePolicyAnswer } from "../../peer/protocol/site-settings.ts";
import type { TestServer } from "./server.ts";
import { logIn } from "./signaling-client.ts";

interface Asked {
  method?: string;
  body?: unknown;
  /** None: no browser, or a page that hides where it comes from. */
  origin?: string | null;
}

/** Asks as who has this cookie, from a page of the server's own. */
export async function ask(server: TestServer, cookie: string, path: string, asked: Asked = {}) {
  const { method = "GET", body, origin = server.origin } = asked;
  const response = await fetch(`${server.origin}/v1${path}`, {
    method,
    headers: {
      ...(cookie !== "" && { cookie }),
      ...(origin !== null && { origin }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: JSON.parse(text) as Record<string, unknown> };
}

/** A manager, and the demo site as they find it. */
export async function manageSite(server: TestServer) {
  const cookie = await logIn(server, "manager@demo.test");
  const { json } = await ask(server, cookie, "/sites");
  const [site] = (json as unknown as { sites: Array<{ id: string; name: string }> }).sites;
  if (!site) throw new Error("there is no site");
  const path = `/sites/${site.id}`;
  const read = async () =>
    (await ask(server, cookie, `${path}/policy`)).json as unknown as SitePolicyAnswer;
  return {
    cookie,
    site,
    path,
    read,
    /** Changes what is given, and leaves the rest. */
    async save(changes: Partial<PrivacyDraft>, version?: number) {
      const now = await read();
      const body = {
        version: version ?? now.version,
        privacy: { ...now.privacy, ...changes },
      };
      return ask(server, cookie, `${path}/policy`, { method: "PUT", body });
    },
  };
}
