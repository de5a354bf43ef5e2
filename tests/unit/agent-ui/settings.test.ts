import { describe, expect, it } from "vitest";
import { changedSections, withoutItem } from "../../../agent-ui/settings/draft-changes.ts";
import { faultWords, kindOfField } from "../../../agent-ui/settings/fault-words.ts";
import { createSettingsModel } from "../../../agent-ui/settings/settings-model.ts";
import type { SiteApi } from "../../../agent-ui/settings/site-api.ts";
import { NO_RULES } from "../../../peer/protocol/privacy-rules.ts";
import { DEFAULT_FEATURES } from "../../../peer/protocol/site-features.ts";
import {
  type FieldFault,
  RuleFault,
  type SitePolicyAnswer,
} from "../../../peer/protocol/site-settings.ts";

const SITE = { id: "00000000-0000-4000-8000-000000000001", name: "Shop" };

const answer = (changes: Partial<SitePolicyAnswer> = {}): SitePolicyAnswer => ({
  site: SITE,
  version: 1,
  privacy: NO_RULES,
  faults: [],
  features: DEFAULT_FEATURES,
  ...changes,
});

const good = <T>(value: T) => ({ ok: true, value }) as const;

async function begun(api: Partial<SiteApi> = {}) {
  const settings = createSettingsModel({
    sites: async () => good([SITE]),
    policy: async () => good(answer()),
    save: async (_site, { version, privacy, features = DEFAULT_FEATURES }) =>
      good(answer({ version: version + 1, privacy, features })),
    findings: async () => good([]),
    agents: async () => good([]),
    history: async () => good([]),
    mended: async () => good(true),
    ...api,
  });
  await settings.begin();
  return settings;
}

describe("settings of a site", () => {
  it("are those of the site that was chosen last, whichever is answered last", async () => {
    const answers = new Map<string, () => void>();
    const settings = await begun({
      sites: async () => good([]),
      policy: (id) =>
        new Promise((resolve) => {
          answers.set(id, () => resolve(good(answer({ site: { id, name: id } }))));
        }),
    });
    const opened = ["first", "second"].map(settings.open);
    answers.get("second")?.();
    answers.get("first")?.();
    await Promise.all(opened);
    expect(settings.stored.value?.site.id).toBe("second");
  });

  it("have something to save once something differs, and nothing when it is as before", async () => {
    const settings = await begun();
    expect(settings.isChanged.value).toBe(false);
    settings.change({ blockedPages: ["/a"] });
    settings.change({ title: "never" });
    expect(settings.changes.value).toEqual(["Private pages", "Page titles"]);
    settings.change({ blockedPages: [], title: "shown" });
    expect(settings.isChanged.value).toBe(false);
  });

  it("are as they were after Discard", async () => {
    const settings = await begun();
    settings.change({ isPrivateByDefault: true });
    settings.discard();
    expect(settings.draft.value).toEqual(NO_RULES);
    expect(settings.isChanged.value).toBe(false);
  });

  it("are saved against the version that they were made of", async () => {
    const versions: number[] = [];
    const settings = await begun({
      save: async (_site, { version, privacy }) => {
        versions.push(version);
        return good(answer({ version: version + 1, privacy }));
      },
    });
    for (const page of ["/a", "/b"]) {
      settings.change({ blockedPages: [page] });
      await settings.saveAll();
      expect(settings.save.value.kind).toBe("saved");
    }
    expect(versions).toEqual([1, 2]);
    expect(settings.isChanged.value).toBe(false);
  });

  it("keep what is changed while they are saved", async () => {
    const settings = await begun();
    settings.change({ blockedPages: ["/a"] });
    const saving = settings.saveAll();
    settings.change({ blockedPages: ["/a", "/b"] });
    await saving;
    expect(settings.draft.value.blockedPages).toEqual(["/a", "/b"]);
    expect(settings.isChanged.value).toBe(true);
    expect(settings.save.value.kind).toBe("quiet");
  });

  it("are not saved while a rule is typed and not added", async () => {
    const settings = await begun({ save: () => expect.unreachable() });
    settings.change({ title: "never" });
    settings.noteTyped("Private pages", true);
    await settings.saveAll();
    expect(settings.save.value.kind).toBe("unfinished");
    settings.noteTyped("Private pages", false);
    expect(settings.save.value.kind).toBe("quiet");
  });

  it("keep everything that was changed when saving fails", async () => {
    const refusals = [
      { ok: false, why: "words", words: "No." },
      { ok: false, why: "changed-meanwhile" },
      { ok: false, why: "faults", faults: [{ field: "blockedPages.0", fault: "not-a-path" }] },
    ] as const;
    for (const refusal of refusals) {
      const settings = await begun({ save: async () => structuredClone(refusal) as never });
      settings.change({ blockedPages: ["a"] });
      await settings.saveAll();
      expect(settings.draft.value.blockedPages).toEqual(["a"]);
      expect(settings.isChanged.value).toBe(true);
      expect(settings.stored.value?.version).toBe(1);
    }
  });

  it("are to be saved anew when those that are stored cannot be read", async () => {
    const settings = await begun({ policy: async () => good(answer({ privacy: null })) });
    expect(settings.isChanged.value).toBe(true);
    await settings.saveAll();
    expect(settings.isChanged.value).toBe(false);
  });

  it("lose a finding only when the server has", async () => {
    const finding = {
      id: "x",
      kind: "card",
      path: "/",
      place: "p",
      count: 1,
      firstSeenAt: 1,
      lastSeenAt: 1,
    } as const;
    const refused = { ok: false, why: "words", words: "No." } as const;
    const settings = await begun({
      findings: async () => good([finding]),
      mended: async () => refused,
    });
    await settings.mend("x");
    expect(settings.findings.value).toEqual([finding]);
    expect(settings.trouble.value).toBe("No.");
  });
});

describe("faults", () => {
  it("move up with the items of their list, and go with their item", () => {
    const faults: FieldFault[] = [
      { field: "redact.0.selector", fault: "not-a-selector" },
      { field: "redact.1.pages", fault: "not-a-path" },
      { field: "redact.12.selector", fault: "pseudo-element" },
      { field: "redact", fault: "too-many" },
      { field: "blockedPages.1", fault: "empty" },
    ];
    expect(withoutItem(faults, "redact", 1)).toEqual([
      { field: "redact.0.selector", fault: "not-a-selector" },
      { field: "redact.11.selector", fault: "pseudo-element" },
      { field: "blockedPages.1", fault: "empty" },
    ]);
    const nested: FieldFault[] = [{ field: "address.parameters.2", fault: "empty" }];
    expect(withoutItem(nested, "address.parameters", 0)).toEqual([
      { field: "address.parameters.1", fault: "empty" },
    ]);
  });

  it("have words of their own in every field", () => {
    for (const field of ["blockedPages.0", "redact.0.selector", "secretShapes.0.shape"]) {
      const words = RuleFault.options.map((fault) => faultWords(fault, kindOfField(field)));
      expect(new Set(words).size).toBe(words.length);
    }
    expect(kindOfField("redact.0.pages")).toBe("page");
    expect(kindOfField("redact")).toBe("selector");
    expect(kindOfField("secretShapes.3.name")).toBe("secret-name");
    expect(kindOfField("address.parameters.3")).toBe("parameter");
  });

  it("do not hide what differs", () => {
    expect(changedSections(NO_RULES, { ...NO_RULES, redact: [{ selector: "a" }] })).toEqual([
      "Private parts",
    ]);
  });
});
