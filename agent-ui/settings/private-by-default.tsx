import { CodeLine } from "./code-line.tsx";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";
import { SwitchRow } from "./switch-row.tsx";

export function PrivateByDefault({ settings }: { settings: SettingsModel }) {
  const { isPrivateByDefault } = settings.draft.value;
  return (
    <Section
      title="Everything else"
      lead="Passwords, card numbers and one-time codes never leave, whatever is set here."
    >
      <SwitchRow
        icon="lock"
        name="Private by default"
        consequence="Agents see the shape of all text and fields, and no word of it, but for the parts that a page opens"
        isOn={isPrivateByDefault}
        onSwitch={(isOn) => settings.change({ isPrivateByDefault: isOn })}
      />
      {isPrivateByDefault && (
        <CodeLine code={'<div data-cobrowse="unredact">…</div>'} name="what opens a part" />
      )}
    </Section>
  );
}
