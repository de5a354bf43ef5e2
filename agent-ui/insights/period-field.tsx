import { useState } from "preact/hooks";
import type { Period } from "../../peer/protocol/insights.ts";
import { between, dayName, daysWords, PERIOD_DAYS, spanOf } from "./periods.ts";

interface PeriodFieldProps {
  period: Period;
  /** Epoch milliseconds. */
  now: number;
  onChoose(period: Period): void;
}

/** The last days, or from one day to another. */
export function PeriodField({ period, now, onChoose }: PeriodFieldProps) {
  const isBetween = period.kind === "between";
  const span = spanOf(period, now);
  const [days, setDays] = useState({ first: dayName(span.from), last: dayName(span.to - 1) });
  const choose = (chosen: { first: string; last: string }) => {
    setDays(chosen);
    const found = between(chosen.first, chosen.last);
    if (found) onChoose(found);
  };
  return (
    <>
      <select
        class="field"
        aria-label="Period"
        value={isBetween ? "between" : String(period.days)}
        onChange={({ currentTarget: { value } }) => {
          const last = PERIOD_DAYS.find((known) => String(known) === value);
          if (last !== undefined) return onChoose({ kind: "last", days: last });
          choose({ first: dayName(span.from), last: dayName(span.to - 1) });
        }}
      >
        {PERIOD_DAYS.map((known) => (
          <option key={known} value={String(known)}>
            {daysWords(known)}
          </option>
        ))}
        <option value="between">From day to day</option>
      </select>
      {isBetween && (
        <span class="days">
          <input
            class="field"
            type="date"
            aria-label="First day"
            value={days.first}
            max={days.last}
            onChange={({ currentTarget: { value } }) => choose({ ...days, first: value })}
          />
          <input
            class="field"
            type="date"
            aria-label="Last day"
            value={days.last}
            min={days.first}
            onChange={({ currentTarget: { value } }) => choose({ ...days, last: value })}
          />
        </span>
      )}
    </>
  );
}
