import { useEffect, useRef } from "preact/hooks";
import { SESSION_FILE_ROWS_COUNT, type SessionRow } from "../../peer/protocol/insights.ts";
import { Icon, type IconName } from "../look/icon.tsx";
import { END_WORDS } from "../look/words.ts";
import type { InsightsModel } from "./insights-model.ts";
import { duration, moment } from "./periods.ts";

/** The latest sessions, or those behind a figure that was chosen. */
export function SessionTable({ insights }: { insights: InsightsModel }) {
  const { behind, rows, total, next } = insights;
  const { title } = behind.value;
  const heading = useRef<HTMLHeadingElement>(null);
  const chosen = useRef(behind.value);
  useEffect(() => {
    if (chosen.current === behind.value) return;
    chosen.current = behind.value;
    // Whoever chose a figure wants to see what is behind it.
    heading.current?.scrollIntoView({ block: "nearest" });
    heading.current?.focus();
  }, [behind.value]);
  return (
    <section class="card" aria-label="Sessions" aria-busy={rows.value === null}>
      <div class="headr">
        <h2 ref={heading} tabIndex={-1}>
          {title}
          {rows.value !== null && <small>{total.value}</small>}
        </h2>
        {!insights.isLatest.value && (
          <button class="btn" type="button" onClick={() => void insights.show()}>
            Latest sessions
          </button>
        )}
        <a
          class="btn"
          href={insights.fileAddress()}
          download=""
          title={
            total.value > SESSION_FILE_ROWS_COUNT
              ? `The latest ${SESSION_FILE_ROWS_COUNT} of them`
              : undefined
          }
        >
          <Icon name="download" class="s" />
          Export
        </a>
      </div>
      {rows.value?.length === 0 ? (
        <p class="none">No session in this period.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Customer</th>
              <th scope="col" class="opt">
                Agent
              </th>
              <th scope="col">Length</th>
              <th scope="col" class="opt">
                Used
              </th>
              <th scope="col">Ended</th>
            </tr>
          </thead>
          <tbody>
            {rows.value?.map((row) => (
              <Row key={row.id} row={row} now={insights.now()} />
            ))}
          </tbody>
        </table>
      )}
      {next.value !== null && (
        <button class="btn more" type="button" onClick={() => void insights.more()}>
          More
        </button>
      )}
    </section>
  );
}

function Row({ row, now }: { row: SessionRow; now: number }) {
  return (
    <tr>
      <td>{moment(row.openedAt, now)}</td>
      <td dir="auto">{row.customerName}</td>
      <td class="opt">{row.agentName}</td>
      <td>{lengthOf(row)}</td>
      <td class="opt">
        <Used row={row} />
      </td>
      <td>{row.endReason === null ? "–" : capital(END_WORDS[row.endReason])}</td>
    </tr>
  );
}

function lengthOf({ grantedAt, endedAt }: SessionRow) {
  if (endedAt === null) {
    return (
      <span class={grantedAt === null ? "chip" : "chip live"}>
        <i class="dot" />
        {grantedAt === null ? "Asking" : "Running"}
      </span>
    );
  }
  return grantedAt === null ? "–" : duration(endedAt - grantedAt);
}

function Used({ row: { grantedAt, controls, screens } }: { row: SessionRow }) {
  const used: [IconName, string][] = [];
  if (grantedAt !== null) used.push(["eye", "Page"]);
  if (controls > 0) used.push(["pointer", "Remote control"]);
  if (screens > 0) used.push(["screen", "Full device"]);
  if (used.length === 0) return <>–</>;
  return (
    <span class="got">
      {used.map(([icon, words]) => (
        <span key={icon} title={words}>
          <Icon name={icon} class="s" />
          <span class="vh">{words}</span>
        </span>
      ))}
    </span>
  );
}

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
