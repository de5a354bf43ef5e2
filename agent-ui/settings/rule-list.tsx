import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "../look/icon.tsx";
import { faultWords, kindOfField } from "./fault-words.ts";
import type { SettingsModel } from "./settings-model.ts";

interface RuleListProps {
  settings: SettingsModel;
  section: string;
  /** Where it stands in the rules, as in `address.parameters`. */
  list: string;
  label: string;
  icon: IconName;
  items: ReadonlyArray<{ rule: string; detail?: string }>;
  /** Takes it out of the list, to be written anew. */
  onEdit(at: number): void;
  onRemove(at: number): void;
}

/** Rules that are in force or will be, each with what is wrong with it. */
export function RuleList(props: RuleListProps) {
  const { settings, section, list, label, icon, items, onEdit, onRemove } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const focusOn = useRef<number | "form" | null>(null);
  // The button that was pressed is gone: the next one takes over, or else the field for a new rule.
  useLayoutEffect(() => {
    const next = focusOn.current;
    focusOn.current = null;
    if (next === null) return;
    const buttons = box.current?.querySelectorAll<HTMLElement>("[data-remove]") ?? [];
    const button = next === "form" ? undefined : buttons[Math.min(next, buttons.length - 1)];
    if (button) button.focus();
    else focusForm();
  }, [items.length]);
  const focusForm = () =>
    box.current?.parentElement?.querySelector<HTMLElement>("form input")?.focus();

  const edit = (at: number) => {
    // The fields have room for one rule: the one that is in them would be lost.
    if (settings.refuseWhileTyped(section)) return focusForm();
    focusOn.current = "form";
    onEdit(at);
  };

  const wordsAt = (isHere: (field: string) => boolean) =>
    settings.faults.value
      .filter(({ field }) => isHere(field))
      .map(({ field, fault }) => faultWords(fault, kindOfField(field)));
  return (
    <div ref={box}>
      {wordsAt((field) => field === list).map((words) => (
        <p class="fault" key={words}>
          {words}
        </p>
      ))}
      {items.length > 0 && (
        <ul class="pat" aria-label={label}>
          {items.map(({ rule, detail }, at) => {
            const words = wordsAt(
              (field) => field === `${list}.${at}` || field.startsWith(`${list}.${at}.`),
            );
            return (
              <li key={`${at} ${rule}`} data-fault={words.length > 0 || undefined}>
                <Icon name={words.length > 0 ? "warn" : icon} class="s" />
                <span class="rule" dir="ltr">
                  {rule}
                </span>
                {detail && <small>{detail}</small>}
                <span class="acts">
                  <button
                    class="icon-btn"
                    type="button"
                    aria-label={`Edit ${rule}`}
                    title="Edit"
                    aria-describedby={words.length > 0 ? `${id}-${at}-fault` : undefined}
                    onClick={() => edit(at)}
                  >
                    <Icon name="pen" class="s" />
                  </button>
                  <button
                    class="icon-btn"
                    type="button"
                    data-remove
                    aria-label={`Remove ${rule}`}
                    title="Remove"
                    onClick={() => {
                      focusOn.current = at;
                      onRemove(at);
                    }}
                  >
                    <Icon name="trash" class="s" />
                  </button>
                </span>
                {words.length > 0 && (
                  <p class="fault" id={`${id}-${at}-fault`}>
                    {words.join(" ")}
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
