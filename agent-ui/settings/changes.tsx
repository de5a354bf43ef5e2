import type { ChangedSetting } from "../../peer/protocol/site-settings.ts";
import { settingName } from "./draft-changes.ts";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const VALUES: Partial<Record<string, string>> = {
  true: "on",
  false: "off",
  all: "all agents",
  chosen: "chosen agents",
};

/** Who set what, and when: for the day on which somebody asks. */
export function Changes({ settings }: { settings: SettingsModel }) {
  const changes = settings.history.value;
  return (
    <Section title="Changes" lead="Who changed these settings, the latest first.">
      {changes.length === 0 ? (
        <p class="none">Nothing was changed yet.</p>
      ) : (
        <table class="found">
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Who</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ at, agentName, version, changes: settingsChanged }) => (
              <tr key={version}>
                <td>
                  <time dateTime={new Date(at).toISOString()}>{WHEN.format(at)}</time>
                </td>
                <td>{agentName}</td>
                <td>{settingsChanged.map(inWords).join(", ") || "Saved as it was"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function inWords({ setting, from, to }: ChangedSetting): string {
  const name = settingName(setting);
  if (from === undefined || to === undefined) return name;
  return `${name}: ${VALUES[from] ?? from} → ${VALUES[to] ?? to}`;
}
