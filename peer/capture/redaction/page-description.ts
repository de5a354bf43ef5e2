/** What is said of the page besides its content: where it is, and what it is called. */
import type { PageMessage } from "../../protocol/lane-messages.ts";
import { PAGE_LABEL_LENGTH } from "../../protocol/limits.ts";
import type { PrivacyRules } from "../../protocol/privacy-rules.ts";
import { leavingFragment, leavingQuery } from "./link-targets.ts";
import type { Redaction } from "./redaction.ts";

type PageDescription = Extract<PageMessage, { type: "page.described" }>;

const HEADINGS = "h1, h2, h3, [role='heading'], header, nav";
const HEADINGS_COUNT = 50;
const HEADING_LENGTH = 2_000;
const SEPARATOR = /\s+[|·•:–—-]+\s+|\s*[|·•–—]\s*/u;

type Shown = Pick<Redaction, "isRedacted" | "isMasked">;

/** To look through the headings again and again for a title that none of them has would cost more. */
const LOOKED_EVERY_MS = 500;

export interface Describer {
  /** @returns nothing if the agent knows it all */
  news(rules: Pick<PrivacyRules, "address" | "title">, shown: Shown): PageDescription | undefined;
}

export function createDescriber(): Describer {
  let told = "";
  let lookedFor = "";
  let lookedAt = 0;

  return {
    news(rules, shown) {
      const about = `${location.href} ${document.title} ${JSON.stringify(rules)}`;
      if (about === lookedFor && Date.now() - lookedAt < LOOKED_EVERY_MS) return undefined;
      lookedFor = about;
      lookedAt = Date.now();
      const description = describePage(rules, shown);
      const now = JSON.stringify(description);
      if (now === told) return undefined;
      told = now;
      return description;
    },
  };
}

function describePage(
  { address, title }: Pick<PrivacyRules, "address" | "title">,
  redaction: Shown,
): PageDescription {
  const { host, pathname, search, hash } = location;
  const query = leavingQuery(search.slice(1), address);
  const fragment = hash === "" ? "" : leavingFragment(hash.slice(1), address);
  const path = pathname + query + (fragment === "#" ? "" : fragment);
  return {
    type: "page.described",
    host: host.slice(0, PAGE_LABEL_LENGTH),
    path: path.slice(0, PAGE_LABEL_LENGTH),
    title: leavingTitle(title, redaction).slice(0, PAGE_LABEL_LENGTH),
  };
}

function leavingTitle(rule: PrivacyRules["title"], redaction: Shown): string {
  if (rule === "never") return "";
  if (rule === "always") return document.title;
  const shown = shownHeadings(redaction);
  const parts = document.title.split(SEPARATOR).map(plain);
  return parts.filter((part) => part !== "" && shown.includes(` ${part} `)).join(" · ");
}

/** The words of what leads through the page, as far as they leave. */
function shownHeadings({ isRedacted, isMasked }: Shown): string {
  let words = " ";
  for (const heading of [...document.querySelectorAll(HEADINGS)].slice(0, HEADINGS_COUNT)) {
    const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (words.length > HEADINGS_COUNT * HEADING_LENGTH) return words;
      // Nobody sees these.
      if (text.parentElement?.closest("script, style, noscript, template")) continue;
      if (!isRedacted(text) && !isMasked(text)) words += `${text.nodeValue} `;
    }
    words += "\n";
  }
  return ` ${plain(words)} `;
}

const plain = (text: string) => text.replace(/\s+/g, " ").trim();
