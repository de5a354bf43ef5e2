/** What the settings page shows and does: one site's rules as they are stored, and as they are to be. */
import { computed, signal } from "@preact/signals";
import * as v from "valibot";
import { NO_RULES } from "../../peer/protocol/privacy-rules.ts";
import { DEFAULT_FEATURES, SiteFeatures } from "../../peer/protocol/site-features.ts";
import type {
  AgentName,
  FieldFault,
  Finding,
  PolicyChange,
  PrivacyDraft,
  SiteName,
  SitePolicyAnswer,
} from "../../peer/protocol/site-settings.ts";
import { changedFeatures, changedSections, withoutItem } from "./draft-changes.ts";
import type { Refused, SiteApi } from "./site-api.ts";

export type SaveState =
  | {
      kind:
        | "quiet"
        | "saving"
        | "saved"
        | "faults"
        | "changed-meanwhile"
        | "unfinished"
        | "out-of-range";
    }
  | { kind: "failed"; words: string };

export type SettingsModel = ReturnType<typeof createSettingsModel>;

export function createSettingsModel(api: SiteApi) {
  const sites = signal<SiteName[] | null>(null);
  const stored = signal<SitePolicyAnswer | null>(null);
  const draft = signal<PrivacyDraft>(NO_RULES);
  const features = signal<SiteFeatures>(DEFAULT_FEATURES);
  const agents = signal<readonly AgentName[]>([]);
  const history = signal<readonly PolicyChange[]>([]);
  const faults = signal<FieldFault[]>([]);
  const save = signal<SaveState>({ kind: "quiet" });
  const findings = signal<Finding[] | null>(null);
  /** Sections with a rule that is typed and not added. */
  const unfinished = signal<readonly string[]>([]);
  /** Goes up when everything that is typed is to go. */
  const discardCount = signal(0);
  /** The site that was asked for last: an answer for another one comes too late. */
  let wanted = "";
  /** What went wrong outside of saving, in words. */
  const trouble = signal<string | null>(null);

  const changes = computed(() => {
    if (!stored.value) return [];
    const { privacy } = stored.value;
    return [
      ...changedFeatures(stored.value.features, features.value),
      ...(privacy ? changedSections(privacy, draft.value) : []),
    ];
  });
  const areFeaturesValid = computed(() => v.is(SiteFeatures, features.value));
  /** Rules that cannot be read are to be saved anew, whatever is in them. */
  const isChanged = computed(
    () => stored.value !== null && (stored.value.privacy === null || changes.value.length > 0),
  );

  function take(answer: SitePolicyAnswer): void {
    stored.value = answer;
    draft.value = answer.privacy ?? NO_RULES;
    features.value = answer.features;
    faults.value = answer.faults;
  }

  const inWords = (refused: Refused) =>
    refused.why === "words" ? refused.words : "The server did not accept that. Reload the page.";

  async function open(site: string): Promise<void> {
    wanted = site;
    stored.value = null;
    findings.value = null;
    trouble.value = null;
    save.value = { kind: "quiet" };
    const [policy, found, people, past] = await Promise.all([
      api.policy(site),
      api.findings(site),
      api.agents(),
      api.history(site),
    ]);
    if (wanted !== site) return;
    if (people.ok) agents.value = people.value;
    if (past.ok) history.value = past.value;
    if (policy.ok) take(policy.value);
    else trouble.value = inWords(policy);
    if (found.ok) findings.value = found.value;
    else trouble.value ??= inWords(found);
  }

  return {
    sites,
    stored,
    draft,
    features,
    agents,
    history,
    areFeaturesValid,
    faults,
    save,
    findings,
    unfinished,
    discardCount,
    trouble,
    changes,
    isChanged,
    open,
    async begin(): Promise<void> {
      trouble.value = null;
      const answered = await api.sites();
      if (!answered.ok) {
        trouble.value = inWords(answered);
        return;
      }
      sites.value = answered.value;
      const [first] = answered.value;
      if (first) await open(first.id);
    },
    change(changed: Partial<PrivacyDraft>): void {
      draft.value = { ...draft.value, ...changed };
      if (save.value.kind !== "saving" && save.value.kind !== "changed-meanwhile") {
        save.value = { kind: "quiet" };
      }
    },
    offer(changed: Partial<SiteFeatures>): void {
      features.value = { ...features.value, ...changed };
      if (save.value.kind !== "saving" && save.value.kind !== "changed-meanwhile") {
        save.value = { kind: "quiet" };
      }
    },
    /** @param list - as in `redact`; its faults move up with the items after this one */
    faultsMoveUp(list: string, at: number): void {
      faults.value = withoutItem(faults.value, list, at);
    },
    noteTyped(section: string, isTyped: boolean): void {
      const others = unfinished.value.filter((known) => known !== section);
      unfinished.value = isTyped ? [...others, section] : others;
      if (save.value.kind === "unfinished") save.value = { kind: "quiet" };
    },
    /** @returns whether a rule is typed in the section and not added; then the page says so */
    refuseWhileTyped(section: string): boolean {
      const isTyped = unfinished.value.includes(section);
      if (isTyped) save.value = { kind: "unfinished" };
      return isTyped;
    },
    discard(): void {
      if (stored.value) take(stored.value);
      discardCount.value += 1;
      save.value = { kind: "quiet" };
    },
    /** Loads what somebody else has saved meanwhile, in place of what was changed here. */
    async loadTheirs(): Promise<void> {
      if (stored.value) await open(stored.value.site.id);
    },
    async saveAll(): Promise<void> {
      const from = stored.value;
      if (!from || save.value.kind === "saving") return;
      if (unfinished.value.length > 0) {
        save.value = { kind: "unfinished" };
        return;
      }
      if (!areFeaturesValid.value) {
        save.value = { kind: "out-of-range" };
        return;
      }
      save.value = { kind: "saving" };
      const sent = { privacy: draft.value, features: features.value };
      const answered = await api.save(from.site.id, { version: from.version, ...sent });
      if (answered.ok) {
        // What was changed while it was saved is still to be saved.
        const later = { privacy: draft.value, features: features.value };
        const isOutdated = later.privacy !== sent.privacy || later.features !== sent.features;
        take(answered.value);
        if (isOutdated) {
          draft.value = later.privacy;
          features.value = later.features;
        }
        const past = await api.history(from.site.id);
        if (past.ok) history.value = past.value;
        save.value = { kind: isOutdated ? "quiet" : "saved" };
      } else if (answered.why === "faults") {
        faults.value = answered.faults;
        save.value = { kind: "faults" };
      } else if (answered.why === "changed-meanwhile") save.value = { kind: answered.why };
      else save.value = { kind: "failed", words: answered.words };
    },
    async mend(finding: string): Promise<void> {
      const site = stored.value?.site.id;
      if (site === undefined) return;
      const answered = await api.mended(site, finding);
      if (answered.ok) {
        findings.value = findings.value?.filter(({ id }) => id !== finding) ?? null;
      } else trouble.value = inWords(answered);
    },
  };
}
