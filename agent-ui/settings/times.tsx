import {
  INACTIVE_MINUTES_MAX,
  REQUEST_SECONDS_MAX,
  REQUEST_SECONDS_MIN,
} from "../../peer/protocol/limits.ts";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

export function Times({ settings }: { settings: SettingsModel }) {
  const { requestSeconds, inactiveMinutes } = settings.features.value;
  return (
    <Section title="Times" lead="They hold for what begins after they are saved.">
      <TimeRow
        name="Time to answer"
        consequence="A request that waits longer closes by itself, and says so on both sides"
        unit="seconds"
        value={requestSeconds}
        min={REQUEST_SECONDS_MIN}
        max={REQUEST_SECONDS_MAX}
        onValue={(seconds) => settings.offer({ requestSeconds: seconds })}
      />
      <TimeRow
        name="Inactive after"
        consequence="Without a message for so long, a conversation is inactive and its cobrowse ends"
        unit="minutes"
        value={inactiveMinutes}
        min={1}
        max={INACTIVE_MINUTES_MAX}
        onValue={(minutes) => settings.offer({ inactiveMinutes: minutes })}
      />
    </Section>
  );
}

interface TimeRowProps {
  name: string;
  consequence: string;
  unit: "seconds" | "minutes";
  value: number;
  min: number;
  max: number;
  onValue(value: number): void;
}

function TimeRow({ name, consequence, unit, value, min, max, onValue }: TimeRowProps) {
  const id = `time-${unit}`;
  const isOutOfRange = !Number.isInteger(value) || value < min || value > max;
  return (
    <div class="time">
      <label for={id}>{name}</label>
      <small id={`${id}-consequence`}>{consequence}</small>
      <span>
        <input
          class="field"
          id={id}
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          required
          value={Number.isNaN(value) ? "" : value}
          aria-invalid={isOutOfRange}
          aria-describedby={`${id}-consequence ${id}-fault`}
          onInput={(event) => onValue(event.currentTarget.valueAsNumber)}
        />
        {unit}
      </span>
      <p class="fault" id={`${id}-fault`} role="status">
        {isOutOfRange && `A whole number from ${min} to ${max}`}
      </p>
    </div>
  );
}
