/** What all sessions of one run share. */

import type { Browser, Page } from "playwright";
import type { PrivacyRules } from "../../../peer/protocol/privacy-rules.ts";
import type { Canaries, Canary } from "../canary.ts";
import type { CanaryPicture } from "../canary-picture.ts";
import { speakOpenly } from "../controls.ts";
import type { ServerProcess } from "../evidence/server-process.ts";
import type { Mark } from "../pages/customer-page.ts";
import type { Haystack } from "../search/search.ts";
import type { CanarySite } from "./canary-site.ts";
import { PrivacySession } from "./privacy-session.ts";
import { type BaselineVisit, type Visit, VisitPage } from "./visit.ts";

export interface RunContext {
  /** A short run has each channel once, a full one each in every way. */
  length: "full" | "short";
  canaries: Canaries;
  server: ServerProcess;
  site: CanarySite;
  /** The customers'. */
  browser: Browser;
  desk: Page;
  script: string;
  pictures: Map<number, CanaryPicture>;
  /** For another recorder, after all sessions. */
  baselineVisits: BaselineVisit[];
  /** What is done now. */
  tell(line: string): void;
  onProblem(problem: string): void;
  onSeen(haystack: Haystack): void;
  onViewerClosing(): Promise<void>;
  /** What the guard has caught on a site: how often, by kind. Each is something that redaction let through. */
  onFindings(policy: string, findings: ReadonlyMap<string, number>): void;
  /** All that went over a customer's browser in one session. */
  onRead(read: Awaited<ReturnType<PrivacySession["end"]>>): void;
}

/** What a page's author marks parts with. */
const OF_AUTHORS = [".cobrowse-redacted", '[data-cobrowse="redact"]'];

export interface Policy {
  name: string;
  /** What redacts on its pages, by turns. */
  marks: readonly Mark[];
  /** Its rules as they lie in the database; none where undefined. */
  stored?: unknown;
}

/** Pages of a site under one policy, and sessions over them. */
export class PolicySite {
  readonly #context: RunContext;
  readonly #policy: string;
  readonly #marks: readonly Mark[];
  readonly #key: string;
  /** In the database. */
  readonly #id: string;
  #rules: Partial<PrivacyRules> = {};

  private constructor(context: RunContext, policy: Policy, key: string, id: string) {
    this.#context = context;
    this.#policy = policy.name;
    this.#marks = policy.marks;
    this.#key = key;
    this.#id = id;
  }

  static async open(context: RunContext, policy: Policy): Promise<PolicySite> {
    const key = policy.name.replaceAll(" ", "-");
    return new PolicySite(context, policy, key, await context.server.addSite(key, policy.stored));
  }

  /** An open text that must be found wherever the page has been. */
  openText(channel: string): Canary {
    const place = {
      group: "open",
      channel,
      phase: "at first",
      place: "in the open",
      policy: this.#policy,
    };
    return this.#context.canaries.plantOpen(place, "word");
  }

  /** A page that the agent sees, with something open on it that must be found. */
  page(path: string, fill: (page: VisitPage) => void): Visit {
    return this.#write(path, (page) => {
      const { value } = this.openText(`text of ${path}`);
      page.addOpen(`<h1 data-cobrowse="unredact">Open page ${value}</h1>`);
      fill(page);
      page.addOpenPicture(this.openText(`picture of ${path}`));
    });
  }

  /** The same, and another recorder is shown it afterwards. */
  comparedPage(path: string, fill: (page: VisitPage) => void): Visit {
    const visit = this.page(path, fill);
    const { redact = [], isPrivateByDefault = false } = this.#rules;
    const selectors = [...OF_AUTHORS, ...redact.map(({ selector }) => selector)];
    this.#context.baselineVisits.push({ ...visit, selectors, isPrivateByDefault });
    return visit;
  }

  /** A page of which the agent sees nothing, though it is none of the private ones. */
  hiddenPage(path: string, fill: (page: VisitPage) => void): Visit {
    return this.#write(path, fill);
  }

  /** A page that nobody may see: its path too is a canary. @param folder - that it is in */
  privatePage(folder: string, fill: (page: VisitPage) => void): Visit {
    const where = { group: "private pages", channel: "path", phase: "at first", place: folder };
    const { value } = this.#context.canaries.plant({ ...where, policy: this.#policy }, "id");
    return this.#write(`${folder}${value}`, fill);
  }

  #write(path: string, fill: (page: VisitPage) => void): Visit {
    const { canaries, site, server, pictures } = this.#context;
    const page = new VisitPage(canaries, this.#policy, this.#marks);
    fill(page);
    for (const [canary, picture] of page.stripes) pictures.set(canary, picture);
    const widget = `<script async src="${server.origin}/widget.js" data-site="${this.#key}"></script>`;
    return page.write(site, path, widget);
  }

  /** As an admin does it on the settings page. @throws {Error} if it is refused */
  async setRules(rules: Partial<PrivacyRules>): Promise<void> {
    await this.#context.server.setRules(this.#id, rules);
    this.#rules = rules;
  }

  /** A session on this site, from its first visit on; it ends whatever happens in it. */
  async inSession(work: (session: PrivacySession) => Promise<void>): Promise<void> {
    const { canaries, desk, server, onRead, onFindings } = this.#context;
    const session = await PrivacySession.open({
      ...this.#context,
      onBegun: (customer) => speakOpenly({ canaries, customer, desk, server }),
    });
    try {
      await work(session);
    } finally {
      onRead(await session.end());
      onFindings(this.#policy, await server.findings(this.#id));
    }
  }
}
