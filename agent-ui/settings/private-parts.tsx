import { useState } from "preact/hooks";
import { REDACTION_RULES_COUNT, SELECTOR_LENGTH } from "../../peer/protocol/limits.ts";
import { pagePatternFault } from "../../peer/protocol/page-pattern.ts";
import { AddRule, type RuleField, type RuleValues } from "./add-rule.tsx";
import { CodeLine } from "./code-line.tsx";
import type { DraftFault } from "./fault-words.ts";
import { RuleList } from "./rule-list.tsx";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

/** Whether this browser takes it for one. The server, which knows of other browsers, may still not. */
function selectorFault(selector: string): DraftFault | undefined {
  if (selector.length > SELECTOR_LENGTH) return "too-long";
  try {
    document.createDocumentFragment().querySelector(selector);
    return undefined;
  } catch {
    return "not-a-selector";
  }
}

const FIELDS: readonly RuleField[] = [
  {
    name: "selector",
    label: "CSS selector",
    kind: "selector",
    placeholder: ".customer-number",
    check: selectorFault,
  },
  {
    name: "pages",
    label: "Only on pages (optional)",
    kind: "page",
    placeholder: "/account/*",
    isOptional: true,
    check: pagePatternFault,
  },
];

export function PrivateParts({ settings }: { settings: SettingsModel }) {
  const [values, setValues] = useState<RuleValues>({});
  const rules = settings.draft.value.redact;
  const remove = (at: number) => {
    settings.change({ redact: rules.toSpliced(at, 1) });
    settings.faultsMoveUp("redact", at);
  };
  return (
    <Section
      title="Private parts"
      lead="Agents see an empty box of the same size. Give an element this class, or name it here."
    >
      <CodeLine code={'<div class="cobrowse-redacted">…</div>'} name="the class" />
      <RuleList
        settings={settings}
        section="Private parts"
        list="redact"
        label="Private parts"
        icon="eyeoff"
        items={rules.map(({ selector, pages }) => ({
          rule: selector,
          detail: pages === undefined ? "on every page" : `on ${pages}`,
        }))}
        onEdit={(at) => {
          const { selector = "", pages = "" } = rules[at] ?? {};
          setValues({ selector, pages });
          remove(at);
        }}
        onRemove={remove}
      />
      <AddRule
        settings={settings}
        section="Private parts"
        fields={FIELDS}
        values={values}
        onValues={setValues}
        button="Add part"
        onAdd={({ selector = "", pages = "" }) => {
          const rule = { selector, ...(pages !== "" && { pages }) };
          const isKnown = rules.some(
            (known) => known.selector === selector && (known.pages ?? "") === pages,
          );
          if (isKnown) return "twice";
          if (rules.length >= REDACTION_RULES_COUNT) return "too-many";
          settings.change({ redact: [...rules, rule] });
          return undefined;
        }}
      />
    </Section>
  );
}
