import * as v from "valibot";
import {
  AgentList,
  type AgentName,
  type FieldFault,
  type Finding,
  FindingList,
  type PolicyChange,
  PolicyChangeList,
  PolicyRefusal,
  SiteList,
  type SiteName,
  SitePolicyAnswer,
  type SitePolicyChange,
} from "../../peer/protocol/site-settings.ts";

/** Why something was not done, as a sentence or as what the page has to do about it. */
export type Refused =
  | { ok: false; why: "words"; words: string }
  | { ok: false; why: "changed-meanwhile" }
  | { ok: false; why: "faults"; faults: FieldFault[] };
type Answered<T> = { ok: true; value: T } | Refused;

export interface SiteApi {
  sites(): Promise<Answered<SiteName[]>>;
  policy(site: string): Promise<Answered<SitePolicyAnswer>>;
  save(site: string, change: SitePolicyChange): Promise<Answered<SitePolicyAnswer>>;
  findings(site: string): Promise<Answered<Finding[]>>;
  /** Everybody who works here. */
  agents(): Promise<Answered<AgentName[]>>;
  /** Who changed what; the latest first. */
  history(site: string): Promise<Answered<PolicyChange[]>>;
  /** Also done when somebody else has been quicker. */
  mended(site: string, finding: string): Promise<Answered<true>>;
}

export const siteApi: SiteApi = {
  sites: () => ask("/v1/sites", {}, (json) => v.parse(SiteList, json).sites),
  policy: (site) => ask(`/v1/sites/${site}/policy`, {}, (json) => v.parse(SitePolicyAnswer, json)),
  save: (site, change) =>
    ask(
      `/v1/sites/${site}/policy`,
      {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(change),
      },
      (json) => v.parse(SitePolicyAnswer, json),
    ),
  findings: (site) =>
    ask(`/v1/sites/${site}/findings`, {}, (json) => v.parse(FindingList, json).findings),
  agents: () => ask("/v1/agents", {}, (json) => v.parse(AgentList, json).agents),
  history: (site) =>
    ask(`/v1/sites/${site}/changes`, {}, (json) => v.parse(PolicyChangeList, json).changes),
  async mended(site, finding) {
    const path = `/v1/sites/${site}/findings/${finding}`;
    return ask(path, { method: "DELETE" }, () => true as const, [404]);
  },
};

/** @param asGood - statuses that are as good as an answer */
async function ask<T>(
  path: string,
  init: RequestInit,
  read: (json: unknown) => T,
  asGood: readonly number[] = [],
): Promise<Answered<T>> {
  try {
    const response = await fetch(path, init);
    const json: unknown = await response.json();
    if (response.ok || asGood.includes(response.status)) return { ok: true, value: read(json) };
    const refusal = v.safeParse(PolicyRefusal, json);
    const { error, faults } = refusal.success ? refusal.output : { error: "", faults: [] };
    if (error === "changed-meanwhile") return { ok: false, why: error };
    if (faults.length > 0) return { ok: false, why: "faults", faults };
    return { ok: false, why: "words", words: words(response.status) };
  } catch {
    return {
      ok: false,
      why: "words",
      words: "The server does not answer. Check your connection, then try again.",
    };
  }
}

function words(status: number): string {
  if (status === 401) return "Your login has ended. Log in again in another tab, then try again.";
  if (status === 403) return "Your login may not change settings any more.";
  if (status === 404) return "This site is not here any more. Reload the page.";
  if (status === 429)
    return "Settings were saved many times just now. Wait a moment, then try again.";
  return `The server did not accept that. Try again. (${status})`;
}
