/** How fields stand in nodes on their way out of the page: as they are filled in now. */
import { INDETERMINATE_ATTRIBUTE } from "../protocol/wire-attributes.ts";
import { htmlName } from "./redaction/html-name.ts";
import { isSecretField } from "./redaction/secret-fields.ts";

type Attributes = Record<string, unknown>;

export function isIndeterminate(element: Node): boolean {
  const { type, indeterminate } = element as HTMLInputElement;
  return type === "checkbox" && indeterminate;
}

/** As the change of an attribute: nothing but a script makes a box so, and no event tells. */
export function indeterminateNow(element: Node): Record<string, "" | null> {
  return { [INDETERMINATE_ATTRIBUTE]: isIndeterminate(element) ? "" : null };
}

/**
 * The recorder copies the attributes of the page's author; where a field is empty, not checked or
 * not chosen now, they would say otherwise. It leaves out what is chosen in a list that it masks,
 * and it masks all of them.
 * @param isMasked - how it is filled in must not be seen
 */
export function fillIn(attributes: Attributes, element: Node, isMasked: boolean): void {
  switch (htmlName(element)) {
    case "INPUT": {
      const { checked, type, value } = element as HTMLInputElement;
      if (type === "checkbox" || type === "radio") {
        if (!checked || isMasked) delete attributes["checked"];
        if (!isMasked && isIndeterminate(element)) attributes[INDETERMINATE_ATTRIBUTE] = "";
      } else if (value === "") delete attributes["value"];
      return;
    }
    case "TEXTAREA":
      // Also when it is empty: without it, the author's text would come as its child.
      attributes["value"] ??= "";
      return;
    case "OPTION": {
      const option = element as HTMLOptionElement;
      const list = option.closest("select");
      if (option.selected && list && !isSecretField(list) && !isMasked)
        attributes["selected"] = true;
    }
  }
}
