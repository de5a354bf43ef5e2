import type { PrivacyDraft } from "../../peer/protocol/site-settings.ts";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

const CHOICES: Array<{ title: PrivacyDraft["title"]; name: string; consequence: string }> = [
  {
    title: "shown",
    name: "What a heading shows",
    consequence: "Agents see a title where a heading that they see says the same.",
  },
  {
    title: "always",
    name: "Always",
    consequence: "Agents see every title, also with a name or a number in it.",
  },
  {
    title: "never",
    name: "Never",
    consequence: "Agents see no title, and tell pages apart by their address.",
  },
];

export function PageTitles({ settings }: { settings: SettingsModel }) {
  const chosen = settings.draft.value.title;
  return (
    <Section
      title="Page titles"
      lead={
        <span id="title-consequence">
          {CHOICES.find(({ title }) => title === chosen)?.consequence}
        </span>
      }
    >
      <div
        class="seg"
        role="radiogroup"
        aria-label="Page titles"
        aria-describedby="title-consequence"
      >
        {CHOICES.map(({ title, name }) => (
          <label key={title}>
            <input
              type="radio"
              name="title"
              checked={title === chosen}
              onChange={() => settings.change({ title })}
            />
            {name}
          </label>
        ))}
      </div>
    </Section>
  );
}
