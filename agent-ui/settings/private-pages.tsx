import { useState } from "preact/hooks";
import { BLOCKED_PAGES_COUNT } from "../../peer/protocol/limits.ts";
import { pagePatternFault } from "../../peer/protocol/page-pattern.ts";
import { AddRule, type RuleField } from "./add-rule.tsx";
import { RuleList } from "./rule-list.tsx";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

const FIELDS: readonly RuleField[] = [
  {
    name: "page",
    label: "Address pattern",
    kind: "page",
    placeholder: "/path/*",
    check: pagePatternFault,
  },
];

export function PrivatePages({ settings }: { settings: SettingsModel }) {
  const [values, setValues] = useState({});
  const pages = settings.draft.value.blockedPages;
  const remove = (at: number) => {
    settings.change({ blockedPages: pages.toSpliced(at, 1) });
    settings.faultsMoveUp("blockedPages", at);
  };
  return (
    <Section
      title="Private pages"
      lead="Nothing of these pages, and of those below them, leaves the customer’s browser. * stands for anything."
    >
      <RuleList
        settings={settings}
        section="Private pages"
        list="blockedPages"
        label="Private pages"
        icon="lock"
        items={pages.map((rule) => ({ rule }))}
        onEdit={(at) => {
          setValues({ page: pages[at] });
          remove(at);
        }}
        onRemove={remove}
      />
      <AddRule
        settings={settings}
        section="Private pages"
        fields={FIELDS}
        values={values}
        onValues={setValues}
        button="Add page"
        onAdd={({ page = "" }) => {
          if (pages.includes(page)) return "twice";
          if (pages.length >= BLOCKED_PAGES_COUNT) return "too-many";
          settings.change({ blockedPages: [...pages, page] });
          return undefined;
        }}
      />
    </Section>
  );
}
