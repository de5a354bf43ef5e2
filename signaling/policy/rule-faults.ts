/** What is wrong with privacy rules, field by field. What was written is never repeated. */
import * as v from "valibot";
import {
  ADDRESS_PARAMETERS_COUNT,
  BLOCKED_PAGES_COUNT,
  REDACTION_RULES_COUNT,
  SECRET_SHAPES_COUNT,
} from "../../peer/protocol/limits.ts";
import { pagePatternFault } from "../../peer/protocol/page-pattern.ts";
import { PrivacyRules } from "../../peer/protocol/privacy-rules.ts";
import { secretShapeFault } from "../../peer/protocol/secret-shape.ts";
import type { FieldFault, PrivacyDraft, RuleFault } from "../../peer/protocol/site-settings.ts";
import { selectorFault } from "./selector-fault.ts";

export type CheckedRules =
  | { ok: true; privacy: PrivacyRules }
  | { ok: false; faults: FieldFault[] };

/** Rules with a fault are none: whoever would follow the rest of them would show what was to be hidden. */
export function checkRules(draft: PrivacyDraft): CheckedRules {
  const faults = faultsOf(draft);
  if (faults.length > 0) return { ok: false, faults };
  const parsed = v.safeParse(PrivacyRules, draft);
  if (parsed.success) return { ok: true, privacy: parsed.output };
  const field = (issue: v.BaseIssue<unknown>) => v.getDotPath(issue) ?? "";
  return {
    ok: false,
    faults: parsed.issues.map((issue) => ({ field: field(issue), fault: "not-valid" })),
  };
}

type Check = (text: string) => RuleFault | undefined;

function faultsOf(draft: PrivacyDraft): FieldFault[] {
  const { blockedPages, redact, secretShapes, address } = draft;
  const faults: FieldFault[] = [];
  const add = (field: string, fault: RuleFault | undefined) => {
    if (fault) faults.push({ field, fault });
  };
  const check = (field: string, text: string, of: Check) =>
    add(field, unreadableCharacter(text) ?? of(text));

  add("blockedPages", tooMany(blockedPages, BLOCKED_PAGES_COUNT));
  add("redact", tooMany(redact, REDACTION_RULES_COUNT));
  add("secretShapes", tooMany(secretShapes, SECRET_SHAPES_COUNT));
  add("address.parameters", tooMany(address.parameters, ADDRESS_PARAMETERS_COUNT));
  // A list that is far too long is not read to its end.
  if (faults.length > 0) return faults;

  for (const [at, pattern] of blockedPages.entries()) {
    check(`blockedPages.${at}`, pattern, pagePatternFault);
  }
  for (const [at, { selector, pages }] of redact.entries()) {
    check(`redact.${at}.selector`, selector, selectorFault);
    if (pages !== undefined) check(`redact.${at}.pages`, pages, pagePatternFault);
  }
  for (const [at, { name, shape }] of secretShapes.entries()) {
    check(`secretShapes.${at}.name`, name, (text) => lengthFault(text, 200));
    check(`secretShapes.${at}.shape`, shape, secretShapeFault);
  }
  for (const [at, name] of address.parameters.entries()) {
    check(`address.parameters.${at}`, name, (text) => lengthFault(text, 100));
  }
  return faults;
}

const tooMany = (list: readonly unknown[], count: number) =>
  list.length > count ? "too-many" : undefined;

function lengthFault(text: string, length: number): RuleFault | undefined {
  if (text.trim() === "") return "empty";
  return text.length > length ? "too-long" : undefined;
}

/** Nobody sees them, and no database takes the first of them or half a character. */
const UNREADABLE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

const unreadableCharacter: Check = (text) =>
  UNREADABLE.test(text) ? "unreadable-character" : undefined;
