/**
 * Whether a browser will take a text for a selector, as far as it can be told without one. What only
 * may be one is refused: a rule that a browser cannot read closes the whole site.
 */
import { type AstPseudoClass, type AstRule, createParser } from "css-selector-parser";
import { SELECTOR_LENGTH } from "../../peer/protocol/limits.ts";
import type { RuleFault } from "../../peer/protocol/site-settings.ts";

/** Of what an element is, not of what it happens to be while it is looked at. */
const LASTING = [
  "root",
  "empty",
  "first-child",
  "last-child",
  "only-child",
  "first-of-type",
  "last-of-type",
  "only-of-type",
  "link",
  "any-link",
  "enabled",
  "disabled",
  "required",
  "optional",
  "read-only",
  "read-write",
  "defined",
];

/** Nobody is told when these begin or end: a rule with one would hide too late. */
const PASSING = new Set([
  "active",
  "autofill",
  "checked",
  "default",
  "focus",
  "focus-visible",
  "focus-within",
  "fullscreen",
  "hover",
  "in-range",
  "indeterminate",
  "invalid",
  "modal",
  "open",
  "out-of-range",
  "placeholder-shown",
  "popover-open",
  "target",
  "user-invalid",
  "user-valid",
  "valid",
  "visited",
]);

const WITH_SELECTOR = ["not", "is", "where", "has"];
const WITH_WORD: Record<string, RegExp> = {
  lang: /^[a-z]{2,8}(?:-[a-z0-9]{1,8})*$/i,
  dir: /^(?:ltr|rtl)$/i,
};
const WITH_FORMULA = ["nth-of-type", "nth-last-of-type", "nth-child", "nth-last-child"];
const KNOWN = new Set([...LASTING, ...WITH_SELECTOR, ...Object.keys(WITH_WORD), ...WITH_FORMULA]);

const parse = createParser({
  strict: true,
  syntax: {
    tag: { wildcard: true },
    ids: true,
    classNames: true,
    combinators: [">", "+", "~"],
    attributes: {
      operators: ["=", "~=", "|=", "^=", "$=", "*="],
      caseSensitivityModifiers: ["i"],
      unknownCaseSensitivityModifiers: "reject",
    },
    // The unknown ones pass here, to be named below.
    pseudoClasses: {
      unknown: "accept",
      definitions: {
        NoArgument: LASTING,
        Selector: WITH_SELECTOR,
        String: Object.keys(WITH_WORD),
        Formula: WITH_FORMULA,
      },
    },
    pseudoElements: {
      unknown: "accept",
      notation: "both",
      definitions: { NoArgument: ["before", "after", "first-line", "first-letter"] },
    },
  },
});

/** @returns why it is none; nothing if it is one */
export function selectorFault(text: string): RuleFault | undefined {
  const selector = text.trim();
  if (selector === "") return "empty";
  if (selector.length > SELECTOR_LENGTH) return "too-long";
  const rules = wholeList(selector);
  return rules ? firstFault(rules, "outside-has") : "not-a-selector";
}

/** The parser ignores what follows a bracket too many: only with a last one of ours it has read all. */
function wholeList(selector: string): AstRule[] | undefined {
  let end = "end";
  while (selector.includes(end)) end += "-end";
  try {
    const { rules } = parse(`${selector},${end}`);
    const [last, ...more] = rules.at(-1)?.items ?? [];
    return last?.type === "TagName" && last.name === end && more.length === 0 ? rules : undefined;
  } catch {
    return undefined;
  }
}

type Where = "outside-has" | "in-has";

function firstFault(rules: readonly AstRule[], where: Where): RuleFault | undefined {
  for (const { items, nestedRule } of rules) {
    for (const item of items) {
      if (item.type === "PseudoElement") return "pseudo-element";
      const fault = item.type === "PseudoClass" ? pseudoClassFault(item, where) : undefined;
      if (fault) return fault;
    }
    const fault = nestedRule && firstFault([nestedRule], where);
    if (fault) return fault;
  }
  return undefined;
}

function pseudoClassFault({ name, argument }: AstPseudoClass, where: Where): RuleFault | undefined {
  if (PASSING.has(name)) return "passing-state";
  if (!KNOWN.has(name)) return "unknown-pseudo-class";
  if (name === "has" && where === "in-has") return "not-a-selector";
  if (argument?.type === "Selector") {
    // Only what is looked for from here may begin with a combinator.
    const isRelative = argument.rules.some(({ combinator }) => combinator !== undefined);
    if (isRelative && name !== "has") return "not-a-selector";
    return firstFault(argument.rules, name === "has" ? "in-has" : where);
  }
  const word = WITH_WORD[name];
  if (word && !(argument?.type === "String" && word.test(argument.value))) return "not-a-selector";
  return undefined;
}
