/**
 * What the customer fills in, as it changes. The recorder tells when a script or a person has
 * changed a field, but keeps quiet about what it takes for the same as before: a second entry of a
 * list that was chosen beside the first, a box that is checked again after its form was reset.
 * So each field is read here, and told when it differs from what was told last.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { INCREMENTAL, INPUT, MUTATION } from "../protocol/recorder-events.ts";
import { indeterminateNow, isIndeterminate } from "./outgoing-fields.ts";
import { maskedText } from "./redaction/masked-text.ts";
import { isSecretField, maskedValue } from "./redaction/secret-fields.ts";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface FieldCaptureOptions {
  /** Below 1: the field has not been recorded, and stays untold. */
  idOf(field: Node): number;
  /** It is part of something that leaves as an empty box. */
  isBoxed(field: Element): boolean;
  /** How it is filled in is told as its shape alone. */
  isMasked(field: Element): boolean;
  /** The value of a field that is secret, or part of what is redacted. */
  onSeen(value: string): void;
  onChange(event: RecorderEvent): void;
}

export interface FieldCapture {
  /** Tells how a field stands now, if that is news. */
  tell(node: Node | null): void;
  /** A snapshot has told of all fields. */
  startAfresh(): void;
  stop(): void;
}

export function startFieldCapture(options: FieldCaptureOptions): FieldCapture {
  const { idOf, isBoxed, isMasked, onSeen, onChange } = options;
  const stopped = new AbortController();
  let lastTold = new WeakMap<Field, string>();
  /** Boxes that were told as neither checked nor not. */
  let indeterminate = new Set<Element>();

  function tell(node: Node | null): void {
    const field = fieldOf(node);
    if (!field) return;
    const isWithheld = isBoxed(field);
    if (isWithheld || isSecretField(field)) onSeen(field.value);
    if (isWithheld || field.type === "hidden" || idOf(field) < 1) return;
    const changes = isList(field) ? [listData(field)] : boxChanges(field);
    const told = JSON.stringify(changes);
    if (lastTold.get(field) === told) return;
    lastTold.set(field, told);
    for (const data of changes) onChange({ type: INCREMENTAL, timestamp: Date.now(), data });
  }

  function boxChanges(field: HTMLInputElement | HTMLTextAreaElement): RecorderEvent["data"][] {
    const filledIn = { source: INPUT, ...boxData(field) };
    if (field.type !== "checkbox") return [filledIn];
    if (isIndeterminate(field)) indeterminate.add(field);
    else indeterminate.delete(field);
    if (isMasked(field)) return [filledIn];
    const mark = { id: idOf(field), attributes: indeterminateNow(field) };
    return [filledIn, { source: MUTATION, texts: [], attributes: [mark], removes: [], adds: [] }];
  }

  /** A script makes a box so in answer to another that was checked. */
  const tellIndeterminate = () => {
    if (stopped.signal.aborted) return;
    for (const box of new Set([...indeterminateBoxes(), ...indeterminate])) tell(box);
  };

  /** A list is told entry by entry: its value names only the first one that is chosen. */
  function listData(list: HTMLSelectElement): RecorderEvent["data"] {
    const isSecret = isSecretField(list) || isMasked(list);
    const attributes = [...list.options]
      .filter((option) => idOf(option) >= 1)
      .map((option) => ({
        id: idOf(option),
        attributes: { selected: option.selected && !isSecret ? "" : null },
      }));
    return { source: MUTATION, texts: [], attributes, removes: [], adds: [] };
  }

  function boxData(field: HTMLInputElement | HTMLTextAreaElement) {
    const isShown = !isMasked(field);
    const isChecked = isCheckable(field) && field.checked && isShown;
    const text = isCheckable(field) && isShown ? field.value : leavingValue(field, isShown);
    return { id: idOf(field), text, isChecked };
  }

  const onEdited = (event: Event) => {
    const field = fieldOf((event.composedPath()[0] as Node | undefined) ?? null);
    if (!field) return;
    tell(field);
    // The one that was chosen before is not any more, and has no event of its own.
    if (isCheckable(field) && field.type === "radio") group(field).forEach(tell);
    setTimeout(tellIndeterminate);
  };
  const onReset = ({ target }: Event) => {
    if (!(target instanceof HTMLFormElement)) return;
    // The event comes before the form is emptied.
    setTimeout(() => {
      if (!stopped.signal.aborted) [...target.elements].forEach(tell);
    });
  };
  const listening = { capture: true, passive: true, signal: stopped.signal };
  document.addEventListener("input", onEdited, listening);
  document.addEventListener("change", onEdited, listening);
  document.addEventListener("reset", onReset, listening);

  return {
    tell,
    startAfresh() {
      lastTold = new WeakMap();
      indeterminate = new Set(indeterminateBoxes());
    },
    stop: () => stopped.abort(),
  };
}

function leavingValue(field: HTMLInputElement | HTMLTextAreaElement, isShown: boolean): string {
  const value = maskedValue(field.value, field);
  return isShown || value !== field.value ? value : maskedText(value);
}

/** Not by `instanceof`: a field in a frame has the classes of the frame. */
function fieldOf(node: Node | null): Field | undefined {
  const named = node?.nodeName === "OPTION" ? (node as Element).closest("select") : node;
  const isField = ["INPUT", "TEXTAREA", "SELECT"].includes(named?.nodeName ?? "");
  return isField ? (named as Field) : undefined;
}

const isList = (field: Field): field is HTMLSelectElement => field.nodeName === "SELECT";

const isCheckable = (field: Field): field is HTMLInputElement =>
  field.type === "checkbox" || field.type === "radio";

const indeterminateBoxes = () => document.querySelectorAll("input[type=checkbox]:indeterminate");

function group({ name, form, ownerDocument }: HTMLInputElement): Element[] {
  if (name === "") return [];
  return form
    ? [...form.elements].filter((one) => (one as Field).name === name)
    : [...ownerDocument.getElementsByName(name)];
}
