import type { Overview } from "../../peer/protocol/insights.ts";
import type { InsightsModel } from "./insights-model.ts";
import { duration } from "./periods.ts";

/** The four figures that a manager looks at first. */
export function KeyFigures({ insights }: { insights: InsightsModel }) {
  const overview = insights.overview.value;
  const { firstPictureMs, lengthMs } = overview ?? {};
  return (
    <dl class="kpis" aria-busy={overview === null}>
      <div class="kpi">
        <dt>Requests</dt>
        <dd>{overview?.requests ?? "–"}</dd>
        <dd class="note">{overview ? requestsBefore(overview) : ""}</dd>
      </div>
      <div class="kpi">
        <dt>Granted</dt>
        <dd>{overview ? percent(overview) : "–"}</dd>
        <dd class="note">{overview ? grantedBefore(overview) : ""}</dd>
      </div>
      <div class="kpi">
        <dt>Allow to first picture, median</dt>
        <dd>{inWords(firstPictureMs?.median)}</dd>
        <dd class="note">
          {firstPictureMs?.p95 ? `95 of 100 under ${duration(firstPictureMs.p95)}` : ""}
        </dd>
      </div>
      <div class="kpi">
        <dt>Session length, median</dt>
        <dd>{inWords(lengthMs?.median)}</dd>
        <dd class="note">{lengthMs?.longest ? `Longest ${duration(lengthMs.longest)}` : ""}</dd>
      </div>
    </dl>
  );
}

const inWords = (ms: number | null | undefined) =>
  ms === null || ms === undefined ? "–" : duration(ms);

type Share = Pick<Overview, "requests" | "granted">;
const share = ({ requests, granted }: Share) => Math.round((granted / requests) * 100);
const percent = (all: Share) => (all.requests === 0 ? "–" : `${share(all)} %`);

function requestsBefore({ requests, before }: Overview): string {
  if (before.requests === 0) return "None in the period before";
  const more = Math.round((requests / before.requests - 1) * 100);
  if (more === 0) return "As many as in the period before";
  return `${Math.abs(more)} % ${more > 0 ? "more" : "fewer"} than in the period before`;
}

function grantedBefore(overview: Overview): string {
  const { before } = overview;
  if (before.requests === 0 || overview.requests === 0) return "";
  const more = share(overview) - share(before);
  if (more === 0) return "As in the period before";
  return `${Math.abs(more)} ${Math.abs(more) === 1 ? "point" : "points"} ${more > 0 ? "more" : "fewer"}`;
}
