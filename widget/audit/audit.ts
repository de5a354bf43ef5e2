/**
 * `alongside("audit")`: shows a page's author, in the page itself, what would never leave it, and says
 * the same in the console. It works without a session, and asks the server for the site's rules alone.
 */
import { nodesWithin } from "../../peer/capture/redaction/containing-node.ts";
import { createDescriber } from "../../peer/capture/redaction/page-description.ts";
import { isPrivatePage } from "../../peer/capture/redaction/private-page.ts";
import { createRedaction, type Redaction } from "../../peer/capture/redaction/redaction.ts";
import type { PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import type { Audit } from "./audit-api.ts";
import { type CoveredPart, coveredParts, isOurs } from "./covered-parts.ts";
import { createOverlay, type Overlay } from "./overlay.ts";
import { print, rowsOf, say } from "./printed-list.ts";

/** A page that changes all the time is looked through this often. */
const LOOK_EVERY_MS = 200;
/** More than anybody sees at once; the page is to stay usable. */
const PAINTED_COUNT = 2_000;

let stop: (() => void) | undefined;

export const audit: Audit = async ({ server, siteKey, root }, what) => {
  const wasOn = stop !== undefined;
  stop?.();
  stop = undefined;
  if (wasOn || what === "off") return;
  // While the rules are on their way it can be called off like what is painted already.
  const calledOff = new AbortController();
  stop = () => calledOff.abort();
  const rules = await askRules(`${server}/v1/privacy?site=${siteKey}`);
  if (calledOff.signal.aborted) return;
  if (rules === undefined) {
    stop = undefined;
    return say("the server did not tell the site's rules. Is this page one of the site's?");
  }
  const overlay = createOverlay(root);
  const stopWatching = watch(rules, overlay);
  stop = () => {
    stopWatching();
    overlay.remove();
  };
};

/** @returns null for rules that the server cannot read; nothing if it does not tell */
async function askRules(address: string): Promise<PrivacyRules | null | undefined> {
  try {
    const response = await fetch(address, { credentials: "omit" });
    if (!response.ok) return undefined;
    return ((await response.json()) as { privacy: PrivacyRules | null }).privacy;
  } catch {
    return undefined;
  }
}

/** @returns stops it */
function watch(rules: PrivacyRules | null, overlay: Overlay): () => void {
  const redaction = rules && redactionBy(rules);
  if (!rules || !redaction) {
    coverPage(overlay, "The site's rules cannot be read, and so every page is private.");
    return () => {};
  }
  const observed = new Set<Node>();
  let isChanged = true;
  let lookedAt = 0;
  let lookedFor = "";
  let frame = 0;
  const observer = new MutationObserver(() => {
    isChanged = true;
  });

  const look = () => {
    const isFirst = lookedFor === "";
    isChanged = false;
    lookedAt = performance.now();
    const isMoved = lookedFor !== location.href;
    lookedFor = location.href;
    observeNewRoots(redaction, observed, observer);
    if (isPrivatePage(rules)) {
      if (isMoved) coverPage(overlay, "The site's rules keep this page to the customer.");
      return;
    }
    const parts = [...coveredParts(rules, redaction)];
    overlay.paint(parts.slice(0, PAINTED_COUNT));
    if (isFirst) printAll(parts, rules, redaction);
  };
  const draw = () => {
    frame = requestAnimationFrame(draw);
    const isDue = isChanged || lookedFor !== location.href;
    if (isDue && performance.now() - lookedAt > LOOK_EVERY_MS) look();
    overlay.follow();
  };
  look();
  draw();

  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    redaction.stop();
  };
}

/** @returns nothing for rules that this browser cannot read */
function redactionBy(rules: PrivacyRules): Redaction | undefined {
  const nothing = () => {};
  const listener = {
    onRedacted: nothing,
    onChanged: nothing,
    onOpened: nothing,
    onSeen: nothing,
  };
  try {
    return createRedaction(rules, listener);
  } catch {
    return undefined;
  }
}

/** Components and frames come at any time, and some without a change of any node. */
function observeNewRoots(redaction: Redaction, observed: Set<Node>, observer: MutationObserver) {
  for (const node of nodesWithin(document)) {
    if (node === document || "host" in node) redaction.lookAfter(node as Document | ShadowRoot);
    else if (node.nodeType === Node.DOCUMENT_NODE) redaction.lookAfter(node as Document);
  }
  for (const root of redaction.roots()) {
    if (observed.has(root) || isOurs(root)) continue;
    observed.add(root);
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  }
}

function coverPage(overlay: Overlay, why: string): void {
  overlay.cover("Nothing of this page leaves", why);
  say(`nothing of this page leaves. ${why}`);
}

function printAll(parts: readonly CoveredPart[], rules: PrivacyRules, redaction: Redaction): void {
  const description = createDescriber().news(rules, redaction);
  const rows = rowsOf(parts);
  if (description) {
    const { host, path, title } = description;
    const leaves = title === "" ? "not at all" : `as “${title}”`;
    rows.push(
      { place: "the address", reason: "", leaves: `as ${host}${path}`, size: "" },
      { place: "the title", reason: "", leaves, size: "" },
    );
  }
  say('this is what leaves otherwise than it is, or not. alongside("audit", "off") takes it away.');
  print(rows);
}
