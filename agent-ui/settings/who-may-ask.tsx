import type { SiteFeatures } from "../../peer/protocol/site-features.ts";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

const CHOICES: Array<{ cobrowse: SiteFeatures["cobrowse"]; name: string }> = [
  { cobrowse: "all", name: "All agents" },
  { cobrowse: "chosen", name: "Chosen agents" },
];

/** Only where there is something to ask for. */
export function WhoMayAsk({ settings }: { settings: SettingsModel }) {
  const { cobrowse, agents } = settings.features.value;
  if (cobrowse === "off") return null;
  const choose = (id: string, isChosen: boolean) => {
    const others = agents.filter((known) => known !== id);
    settings.offer({ agents: isChosen ? [...others, id] : others });
  };
  const shown = settings.agents.value.filter(({ id, isActive }) => isActive || agents.includes(id));
  return (
    <Section
      title="Who may cobrowse"
      lead="Others have no button, and the server refuses them. A session of theirs ends."
    >
      <div class="seg" role="radiogroup" aria-label="Who may cobrowse">
        {CHOICES.map(({ cobrowse: choice, name }) => (
          <label key={choice}>
            <input
              type="radio"
              name="who"
              checked={cobrowse === choice}
              onChange={() => settings.offer({ cobrowse: choice })}
            />
            {name}
          </label>
        ))}
      </div>
      {cobrowse === "chosen" && (
        <fieldset class="chosen">
          <legend class="vh">Chosen agents</legend>
          {shown.map(({ id, name }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={agents.includes(id)}
                onChange={(event) => choose(id, event.currentTarget.checked)}
              />
              {name}
            </label>
          ))}
        </fieldset>
      )}
    </Section>
  );
}
