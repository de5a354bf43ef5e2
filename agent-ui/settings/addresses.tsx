import { useState } from "preact/hooks";
import { ADDRESS_PARAMETERS_COUNT } from "../../peer/protocol/limits.ts";
import { AddRule, type RuleField, type RuleValues } from "./add-rule.tsx";
import { RuleList } from "./rule-list.tsx";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";
import { SwitchRow } from "./switch-row.tsx";

const FIELDS: readonly RuleField[] = [
  {
    name: "parameter",
    label: "Name of a parameter",
    kind: "parameter",
    placeholder: "page",
    check: (name) => (name.length > 100 ? "too-long" : undefined),
  },
];

export function Addresses({ settings }: { settings: SettingsModel }) {
  const [values, setValues] = useState<RuleValues>({});
  const { address } = settings.draft.value;
  const { parameters } = address;
  const remove = (at: number) => {
    settings.change({ address: { ...address, parameters: parameters.toSpliced(at, 1) } });
    settings.faultsMoveUp("address.parameters", at);
  };
  return (
    <Section
      title="Addresses"
      lead="Agents see the path of a page and of its links. Of what follows the ? they see only the parameters named here."
    >
      <RuleList
        settings={settings}
        section="Addresses"
        list="address.parameters"
        label="Parameters that agents see"
        icon="eye"
        items={parameters.map((rule) => ({ rule }))}
        onEdit={(at) => {
          setValues({ parameter: parameters[at] ?? "" });
          remove(at);
        }}
        onRemove={remove}
      />
      <AddRule
        settings={settings}
        section="Addresses"
        fields={FIELDS}
        values={values}
        onValues={setValues}
        button="Add parameter"
        onAdd={({ parameter = "" }) => {
          if (parameters.includes(parameter)) return "twice";
          if (parameters.length >= ADDRESS_PARAMETERS_COUNT) return "too-many";
          settings.change({ address: { ...address, parameters: [...parameters, parameter] } });
          return undefined;
        }}
      />
      <SwitchRow
        icon="globe"
        name="What follows the #"
        consequence="Agents see this part of addresses too. Turn it on where it names pages, as in /#/orders"
        isOn={address.hasFragment}
        onSwitch={(hasFragment) => settings.change({ address: { ...address, hasFragment } })}
      />
    </Section>
  );
}
