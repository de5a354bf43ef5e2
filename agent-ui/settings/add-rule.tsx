import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon } from "../look/icon.tsx";
import { type DraftFault, faultWords, type RuleKind } from "./fault-words.ts";
import type { SettingsModel } from "./settings-model.ts";

export interface RuleField {
  name: string;
  label: string;
  kind: RuleKind;
  placeholder: string;
  isOptional?: boolean;
  /** @returns what is wrong with it, as far as this page can tell */
  check(text: string): DraftFault | undefined;
}

export type RuleValues = Readonly<Record<string, string>>;

interface AddRuleProps {
  settings: SettingsModel;
  section: string;
  /** The first one bears what is wrong with the rule as a whole. */
  fields: readonly RuleField[];
  values: RuleValues;
  onValues(values: RuleValues): void;
  button: string;
  /** @returns why it cannot be added, if it cannot */
  onAdd(values: RuleValues): DraftFault | undefined;
  children?: ComponentChildren;
}

/** Fields for one more rule. Enter adds it, and the first field is ready for the next one. */
export function AddRule(props: AddRuleProps) {
  const { settings, section, fields, values, onValues, button, onAdd, children } = props;
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const [faults, setFaults] = useState<Readonly<Record<string, DraftFault | undefined>>>({});
  const isTyped = Object.values(values).some((text) => text.trim() !== "");
  useEffect(() => settings.noteTyped(section, isTyped), [isTyped]);
  useEffect(() => () => settings.noteTyped(section, false), []);
  const focus = (name: string | undefined) =>
    form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();

  const add = () => {
    const texts = Object.fromEntries(fields.map(({ name }) => [name, (values[name] ?? "").trim()]));
    const found: Record<string, DraftFault | undefined> = {};
    for (const { name, isOptional, check } of fields) {
      const text = texts[name] ?? "";
      if (text !== "" || !isOptional) found[name] = text === "" ? "empty" : check(text);
    }
    const [first] = fields;
    const isGood = Object.values(found).every((fault) => fault === undefined);
    if (isGood && first) found[first.name] = onAdd(texts);
    setFaults(found);
    const faulty = fields.find(({ name }) => found[name] !== undefined);
    if (!faulty) onValues({});
    focus((faulty ?? first)?.name);
  };

  return (
    <form
      class={fields.length > 1 ? "add several" : "add"}
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      {fields.map(({ name, label, kind, placeholder }) => {
        const fault = faults[name];
        return (
          <div key={name}>
            <label for={`${id}-${name}`} class={fields.length > 1 ? undefined : "vh"}>
              {label}
            </label>
            <input
              class="field"
              id={`${id}-${name}`}
              name={name}
              placeholder={placeholder}
              value={values[name] ?? ""}
              dir={kind === "secret-name" ? "auto" : "ltr"}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              aria-invalid={fault !== undefined}
              aria-describedby={fault && `${id}-${name}-fault`}
              onInput={(event) => {
                setFaults({ ...faults, [name]: undefined });
                onValues({ ...values, [name]: event.currentTarget.value });
              }}
            />
            {fault && (
              <p class="fault" id={`${id}-${name}-fault`}>
                {faultWords(fault, kind)}
              </p>
            )}
          </div>
        );
      })}
      <button class="btn" type="submit">
        <Icon name="plus" class="s" />
        {button}
      </button>
      {children}
    </form>
  );
}
