import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";
import { SwitchRow } from "./switch-row.tsx";

export function Offered({ settings }: { settings: SettingsModel }) {
  const { cobrowse, control, screen, blurbs } = settings.features.value;
  return (
    <Section
      title="What agents may ask for"
      lead="The customer is asked each time, whatever is on here. What is turned off ends at once where it runs."
    >
      <SwitchRow
        icon="eye"
        name="Cobrowse"
        consequence="See the page, with laser pointer and drawing"
        isOn={cobrowse !== "off"}
        onSwitch={(isOn) => settings.offer({ cobrowse: isOn ? "all" : "off" })}
      />
      <SwitchRow
        icon="pointer"
        name="Remote Control"
        consequence="Click, scroll and type in the customer’s page"
        isOn={control}
        onSwitch={(isOn) => settings.offer({ control: isOn })}
      />
      <SwitchRow
        icon="screen"
        name="Full Device"
        consequence="A tab, a window or the screen that the customer chooses. Private parts cannot be hidden there"
        isOn={screen}
        onSwitch={(isOn) => settings.offer({ screen: isOn })}
      />
      <SwitchRow
        icon="bell"
        name="Notification blurbs"
        consequence="Show a note beside the closed chat when an agent asks"
        isOn={blurbs}
        onSwitch={(isOn) => settings.offer({ blurbs: isOn })}
      />
    </Section>
  );
}
