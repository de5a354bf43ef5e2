/** What all sessions of one run share. */
import type { Browser, Page } from "playwright";
import type { Canaries, Canary } from "../canary.ts";
import type { CanaryPicture } from "../canary-picture.ts";
import type { ServerProcess } from "../evidence/server-process.ts";
import type { Haystack } from "../search/search.ts";
import { speakOpenly } from "../controls.ts";
import type { CanarySite } from "./canary-site.ts";
import { PrivacySession } from "./privacy-session.ts";
import { type Visit, VisitPage } from "./visit.ts";
import type { Mark } from "../pages/customer-page.ts";

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
  /** What is done now. */
  tell(line: string): void;
  onProblem(problem: string): void;
  onSeen(haystack: Haystack): void;
}

/** Pages of a site under one policy, and sessions over them. */
export class PolicySite {
  readonly #context: RunContext;
  readonly #policy: string;
  readonly #marks: readonly Mark[];
  readonly #key: string;
  /** In the database. */
  readonly id: string;

  private constructor(context: RunContext, policy: string, marks: readonly Mark[], key: string, id: string) {
    this.#context = context;
    this.#policy = policy;
    this.#marks = marks;
    this.#key = key;
    this.id = id;
  }

  /** @param privacy - its rules as they lie in the database; none where undefined */
  static async open(context: RunContext, policy: string, marks: readonly Mark[], privacy?: unknown): Promise<PolicySite> {
    const key = policy.replaceAll(" ", "-");
    return new PolicySite(context, policy, marks, key, await context.server.addSite(key, privacy));
  }

  /** An open text that must be found wherever the page has been. */
  openText(channel: string): Canary {
    const place = { group: "open", channel, phase: "at first", place: "in the open", policy: this.#policy };
    return this.#context.canaries.plantOpen(place, "word");
  }

  /** @param name - its path is made of it */
  page(path: string, fill: (page: VisitPage) => void): Visit {
    const { canaries, site, server, pictures } = this.#context;
    const page = new VisitPage(canaries, this.#policy, this.#marks);
    const { value } = this.openText(`text of ${path}`);
    page.addOpen(`<h1 data-cobrowse="unredact">Open page ${value}</h1>`);
    fill(page);
    page.addOpenPicture(this.openText(`picture of ${path}`));
    for (const [canary, picture] of page.stripes) pictures.set(canary, picture);
    const widget = `<script async src="${server.origin}/widget.js" data-site="${this.#key}"></script>`;
    return page.write(site, path, widget);
  }

  openSession(): Promise<PrivacySession> {
    const { canaries, desk, server } = this.#context;
    return PrivacySession.open({
      ...this.#context,
      onBegun: (customer) => speakOpenly({ canaries, customer, desk, server }),
    });
  }
}
