import { useLayoutEffect, useRef } from "preact/hooks";
import type { CatchKind } from "../../peer/protocol/guard-catches.ts";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

const KINDS: Record<CatchKind, string> = {
  card: "Card number",
  iban: "Bank account number",
  "social-security": "Social security number",
  token: "Access token",
  key: "Secret key",
  "site-shape": "Secret of your own",
  "redacted-value": "Text of a private part",
  uncheckable: "Could not be checked",
};

const COUNT = new Intl.NumberFormat();
const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** What the second check has caught: it was kept back, and the page still has it in the open. */
export function ToMend({ settings }: { settings: SettingsModel }) {
  const findings = settings.findings.value;
  const box = useRef<HTMLDivElement>(null);
  const focusAt = useRef<number | null>(null);
  // The button that was pressed is gone with its row.
  useLayoutEffect(() => {
    const at = focusAt.current;
    focusAt.current = null;
    if (at === null) return;
    const buttons = box.current?.querySelectorAll<HTMLElement>("button") ?? [];
    (buttons[Math.min(at, buttons.length - 1)] ?? box.current)?.focus();
  }, [findings?.length]);
  return (
    <Section
      title="To mend"
      lead="A second check looks at everything on its way out. What it has found is kept back, and should be private already: name the part above, then press Mended."
    >
      <div ref={box} tabIndex={-1}>
        {findings === null && <span class="sk" />}
        {findings?.length === 0 && <p class="none">Nothing was caught.</p>}
        {findings !== null && findings.length > 0 && (
          <table class="found">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Page</th>
                <th scope="col">Place</th>
                <th scope="col">Count</th>
                <th scope="col">Last seen</th>
                <th scope="col">
                  <span class="vh">Done</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {findings.map(({ id, kind, path, place, count, lastSeenAt }, at) => (
                <tr key={id}>
                  <th scope="row">{KINDS[kind]}</th>
                  <td class="mono" dir="ltr">
                    {path}
                  </td>
                  <td class="mono" dir="ltr">
                    {place}
                  </td>
                  <td class="number">{COUNT.format(count)}</td>
                  <td>
                    <time dateTime={new Date(lastSeenAt).toISOString()}>
                      {WHEN.format(lastSeenAt)}
                    </time>
                  </td>
                  <td>
                    <button
                      class="btn small"
                      type="button"
                      aria-label={`Mended: ${KINDS[kind]} on ${path}, ${place}`}
                      onClick={() => {
                        focusAt.current = at;
                        void settings.mend(id);
                      }}
                    >
                      Mended
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Section>
  );
}
