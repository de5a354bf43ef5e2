import { useId, useState } from "preact/hooks";
import { SECRET_SHAPES_COUNT } from "../../peer/protocol/limits.ts";
import { secretShapeExpression, secretShapeFault } from "../../peer/protocol/secret-shape.ts";
import { AddRule, type RuleField, type RuleValues } from "./add-rule.tsx";
import { RuleList } from "./rule-list.tsx";
import { Section } from "./section.tsx";
import type { SettingsModel } from "./settings-model.ts";

const FIELDS: readonly RuleField[] = [
  {
    name: "name",
    label: "Name",
    kind: "secret-name",
    placeholder: "Customer number",
    check: (name) => (name.length > 200 ? "too-long" : undefined),
  },
  {
    name: "shape",
    label: "Shape",
    kind: "shape",
    placeholder: "KD-########",
    check: secretShapeFault,
  },
];

export function OwnSecrets({ settings }: { settings: SettingsModel }) {
  const [values, setValues] = useState<RuleValues>({});
  const shapes = settings.draft.value.secretShapes;
  const remove = (at: number) => {
    settings.change({ secretShapes: shapes.toSpliced(at, 1) });
    settings.faultsMoveUp("secretShapes", at);
  };
  return (
    <Section
      title="Secrets of your own"
      lead={
        <>
          A second check finds them wherever they are. <b>#</b> is a digit, <b>@</b> a letter,{" "}
          <b>?</b> either, <b>+</b> after one of them means one or more; anything else is itself.
        </>
      }
    >
      <RuleList
        settings={settings}
        section="Secrets of your own"
        list="secretShapes"
        label="Secrets of your own"
        icon="lock"
        items={shapes.map(({ name, shape }) => ({ rule: shape, detail: name }))}
        onEdit={(at) => {
          const { name = "", shape = "" } = shapes[at] ?? {};
          setValues({ name, shape });
          remove(at);
        }}
        onRemove={remove}
      />
      <AddRule
        settings={settings}
        section="Secrets of your own"
        fields={FIELDS}
        values={values}
        onValues={setValues}
        button="Add secret"
        onAdd={({ name = "", shape = "" }) => {
          if (shapes.some((known) => known.name === name && known.shape === shape)) return "twice";
          if (shapes.length >= SECRET_SHAPES_COUNT) return "too-many";
          settings.change({ secretShapes: [...shapes, { name, shape }] });
          return undefined;
        }}
      >
        <TryIt shape={(values["shape"] ?? "").trim()} />
      </AddRule>
    </Section>
  );
}

/** What is typed here is looked at on this page, and goes nowhere. */
function TryIt({ shape }: { shape: string }) {
  const [text, setText] = useState("");
  const id = useId();
  if (secretShapeFault(shape) !== undefined) return null;
  const isFound = secretShapeExpression(shape).test(text);
  return (
    <div class="tried">
      <label for={id}>Try it on a text</label>
      <input
        class="field"
        id={id}
        value={text}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p role="status">{text !== "" && (isFound ? "Found" : "Not found")}</p>
    </div>
  );
}
