import { describe, expect, it } from "vitest";
import { BLOCKED_PAGES_COUNT, SELECTOR_LENGTH } from "../../../peer/protocol/limits.ts";
import { NO_RULES } from "../../../peer/protocol/privacy-rules.ts";
import type { PrivacyDraft } from "../../../peer/protocol/site-settings.ts";
import { checkRules } from "../../../signaling/policy/rule-faults.ts";
import { allowsOf, privacyOf, storedRules } from "../../../signaling/policy/site-policy.ts";

const RULES = {
  isPrivateByDefault: true,
  blockedPages: ["/private", "https://*.shop.example/account/*"],
  redact: [{ selector: ".iban" }, { selector: "#total", pages: "/cart" }],
  secretShapes: [{ name: "Customer number", shape: "KD-########" }],
  address: { parameters: ["page"], hasFragment: true },
  title: "never",
} satisfies PrivacyDraft;

const withPrivacy = (privacy: unknown) => ({ policy: { allows: ["view"], privacy } });

describe("a stored policy", () => {
  it("has the rules that it holds", () => {
    expect(privacyOf(withPrivacy(RULES))).toEqual(RULES);
  });

  it("has none where nobody has set any", () => {
    expect(privacyOf({ policy: { allows: ["view"] } })).toEqual(NO_RULES);
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["nothing", {}],
    ["text", "none"],
    ["a list", []],
    ["a missing part", { ...RULES, blockedPages: undefined }],
    ["another kind of title", { ...RULES, title: "sometimes" }],
    ["a pattern that is none", { ...RULES, blockedPages: ["private"] }],
    ["a selector that is none", { ...RULES, redact: [{ selector: ".a[" }] }],
    ["a shape that is none", { ...RULES, secretShapes: [{ name: "a", shape: "##" }] }],
    ["a rule for a page that is none", { ...RULES, redact: [{ selector: "a", pages: "x" }] }],
    ["too many pages", { ...RULES, blockedPages: Array(BLOCKED_PAGES_COUNT + 1).fill("/a") }],
  ])("closes the site with %s in place of rules", (_what, privacy) => {
    expect(privacyOf(withPrivacy(privacy))).toBeNull();
  });

  it.each([
    null,
    "broken",
    7,
    [],
    [RULES],
  ])("closes the site, and allows nothing, as %j", (policy) => {
    expect(privacyOf({ policy })).toBeNull();
    expect(allowsOf({ policy }, "anybody")).toEqual([]);
  });

  it("closes a site that is not there", () => {
    expect(privacyOf(undefined)).toBeNull();
  });

  it("allows nothing when it names grants that there are not", () => {
    expect(allowsOf({ policy: { allows: ["view", "everything"] } }, "anybody")).toEqual([]);
    expect(allowsOf({ policy: { allows: ["view"] } }, "anybody")).toEqual(["view"]);
  });

  it("says what is to be mended", () => {
    const broken = { ...RULES, redact: [{ selector: ".a[" }] };
    expect(storedRules(withPrivacy(broken))).toEqual({
      privacy: broken,
      faults: [{ field: "redact.0.selector", fault: "not-a-selector" }],
    });
    expect(storedRules(withPrivacy(7))).toEqual({ privacy: null, faults: [] });
  });
});

describe("new rules", () => {
  const faultsOf = (changes: Partial<PrivacyDraft>) => {
    const checked = checkRules({ ...RULES, ...changes });
    return checked.ok ? [] : checked.faults;
  };

  it("are taken as they are, but for the space around a selector", () => {
    const checked = checkRules({ ...RULES, redact: [{ selector: "  .iban " }] });
    expect(checked).toMatchObject({ ok: true, privacy: { redact: [{ selector: ".iban" }] } });
  });

  it("name every fault with its field", () => {
    expect(
      faultsOf({
        blockedPages: ["/a", "", "ftp://shop.example/a"],
        redact: [
          { selector: "a::before", pages: "a" },
          { selector: "x".repeat(SELECTOR_LENGTH + 1) },
        ],
        secretShapes: [
          { name: " ", shape: "#" },
          { name: "x".repeat(201), shape: "+###-####" },
        ],
        address: { parameters: ["", "x".repeat(101)], hasFragment: false },
      }),
    ).toEqual([
      { field: "blockedPages.1", fault: "empty" },
      { field: "blockedPages.2", fault: "bad-origin" },
      { field: "redact.0.selector", fault: "pseudo-element" },
      { field: "redact.0.pages", fault: "not-a-path" },
      { field: "redact.1.selector", fault: "too-long" },
      { field: "secretShapes.0.name", fault: "empty" },
      { field: "secretShapes.0.shape", fault: "too-short" },
      { field: "secretShapes.1.name", fault: "too-long" },
      { field: "secretShapes.1.shape", fault: "open-run" },
      { field: "address.parameters.0", fault: "empty" },
      { field: "address.parameters.1", fault: "too-long" },
    ]);
  });

  it("may be no more than a browser is to look at", () => {
    expect(faultsOf({ blockedPages: Array(BLOCKED_PAGES_COUNT + 1).fill("/a") })).toEqual([
      { field: "blockedPages", fault: "too-many" },
    ]);
    expect(faultsOf({ blockedPages: Array(BLOCKED_PAGES_COUNT).fill("/a") })).toEqual([]);
  });

  it.each([
    "/a\u0000",
    "/a\n",
    "/a\ud800",
    "/a\u2028",
  ])("hold no characters that nobody sees", (page) => {
    expect(faultsOf({ blockedPages: [page] })).toEqual([
      { field: "blockedPages.0", fault: "unreadable-character" },
    ]);
  });
});
