/** Why a rule cannot be taken, in the words of the page: what is wrong, and what to write instead. */
import {
  ADDRESS_PARAMETERS_COUNT,
  BLOCKED_PAGES_COUNT,
  PAGE_PATTERN_LENGTH,
  REDACTION_RULES_COUNT,
  SECRET_SHAPE_LENGTH,
  SECRET_SHAPES_COUNT,
  SELECTOR_LENGTH,
} from "../../peer/protocol/limits.ts";
import type { RuleFault } from "../../peer/protocol/site-settings.ts";

export type RuleKind = "page" | "selector" | "secret-name" | "shape" | "parameter";
/** What only the page itself looks for. */
export type DraftFault = RuleFault | "twice";

const EMPTY: Record<RuleKind, string> = {
  page: "Write an address first, such as /checkout/payment.",
  selector: "Write a selector first, such as .customer-number.",
  "secret-name": "Give it a name first.",
  shape: "Write a shape first, such as KD-########.",
  parameter: "Write the name of a parameter first, such as page.",
};

const LENGTHS: Record<RuleKind, number> = {
  page: PAGE_PATTERN_LENGTH,
  selector: SELECTOR_LENGTH,
  "secret-name": 200,
  shape: SECRET_SHAPE_LENGTH,
  parameter: 100,
};

const COUNTS: Record<RuleKind, number> = {
  page: BLOCKED_PAGES_COUNT,
  selector: REDACTION_RULES_COUNT,
  "secret-name": SECRET_SHAPES_COUNT,
  shape: SECRET_SHAPES_COUNT,
  parameter: ADDRESS_PARAMETERS_COUNT,
};

/** @param field - as in `redact.2.pages`, or a list as a whole */
export function kindOfField(field: string): RuleKind {
  if (field.startsWith("blockedPages") || field.endsWith(".pages")) return "page";
  if (field.startsWith("redact")) return "selector";
  if (field.startsWith("address")) return "parameter";
  return field.endsWith(".name") ? "secret-name" : "shape";
}

export function faultWords(fault: DraftFault, kind: RuleKind): string {
  switch (fault) {
    case "empty":
      return EMPTY[kind];
    case "too-long":
      return `This is longer than ${LENGTHS[kind]} characters.`;
    case "too-many":
      return `There are ${COUNTS[kind]} at most. Remove one first.`;
    case "twice":
      return "This is in the list already.";
    case "unreadable-character":
      return "There is a character in it that nobody sees. Type it by hand.";
    case "not-a-path":
      return "An address begins with /, as in /account/*, or with https:// and the site.";
    case "bad-origin":
      return "This is no site. Write it as in https://shop.example/account/*.";
    case "not-a-selector":
      return "Browsers cannot read this selector. A class is written .name, an id #name.";
    case "pseudo-element":
      return "A pseudo-element, such as ::before, goes with its element. Name the element.";
    case "passing-state":
      return "A state, such as :hover, begins without notice, and the rule would hide too late. Leave it out.";
    case "unknown-pseudo-class":
      return "Not every browser knows this pseudo-class. Name the element by its class, id or attribute.";
    case "too-short":
      return "This is shorter than 4 characters, and would be found everywhere.";
    case "open-run":
      return "A + follows #, @ or ?, and none of these follows it.";
    case "not-valid":
      return "The server cannot read this. Write it another way.";
  }
}
