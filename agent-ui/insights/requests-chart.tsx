import type { InsightsModel } from "./insights-model.ts";
import { daysOf, shortDay } from "./periods.ts";

const WIDTH = 700;
const HEIGHT = 184;
const LABELS_COUNT = 5;

/** Bars of requests for each day, those that were granted below. */
export function RequestsChart({ insights }: { insights: InsightsModel }) {
  const known = new Map(insights.overview.value?.days.map((day) => [day.day, day]));
  const days = daysOf(insights.asked.value).map((day) => {
    const { granted = 0, notGranted = 0 } = known.get(day) ?? {};
    return { day, granted, notGranted };
  });
  const highest = Math.max(...days.map(({ granted, notGranted }) => granted + notGranted));
  const top = roundUp(highest);
  const step = WIDTH / Math.max(1, days.length);
  const barWidth = Math.min(48, step * 0.66);
  const y = (count: number) => HEIGHT - (count / top) * (HEIGHT - 12);
  const every = Math.ceil(days.length / LABELS_COUNT);
  const sum = (name: "granted" | "notGranted") => days.reduce((total, day) => total + day[name], 0);
  return (
    <section class="card" aria-label="Requests per day">
      <h2>
        Requests per day
        <span class="legend">
          <span>
            <i class="k1" />
            Granted
          </span>
          <span>
            <i class="k2" />
            Not granted
          </span>
        </span>
      </h2>
      <svg
        class="bars"
        viewBox="0 0 730 210"
        role="img"
        aria-label={`Requests for each of ${days.length} days: ${sum("granted")} granted, ${sum("notGranted")} not granted`}
      >
        {[0, top / 2, top].map((count) => (
          <g key={count}>
            <path class="line" d={`M0 ${y(count)}H${WIDTH}`} />
            <text x={WIDTH + 8} y={y(count) + 4}>
              {count}
            </text>
          </g>
        ))}
        {days.map(({ day, granted, notGranted }, at) => {
          const x = at * step + (step - barWidth) / 2;
          return (
            <g key={day}>
              <title>{`${dayLabel(day)}: ${granted} granted, ${notGranted} not granted`}</title>
              {granted > 0 && (
                <rect
                  class="b1"
                  x={x}
                  y={y(granted)}
                  width={barWidth}
                  height={HEIGHT - y(granted)}
                  rx={2}
                />
              )}
              {notGranted > 0 && (
                <rect
                  class="b2"
                  x={x}
                  y={y(granted + notGranted)}
                  width={barWidth}
                  height={Math.max(2, y(granted) - y(granted + notGranted) - (granted > 0 ? 2 : 0))}
                  rx={2}
                />
              )}
              {at % every === 0 && (
                <text
                  x={at === 0 ? x : x + barWidth / 2}
                  y={204}
                  text-anchor={at === 0 ? "start" : "middle"}
                >
                  {dayLabel(day)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </section>
  );
}

const dayLabel = (day: string) => shortDay(Date.parse(`${day}T00:00`));

/** The next even number of 2, 4, 6, 10, 20, 40, 60, 100 and so on, so that half of it is a number too. */
function roundUp(count: number): number {
  let scale = 1;
  for (;;) {
    for (const nice of [2, 4, 6]) if (count <= nice * scale) return nice * scale;
    scale *= 10;
    if (count <= scale) return scale;
  }
}
