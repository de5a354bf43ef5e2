/** Finds the page's modal dialogs, which make everything outside them inert. */
export type Root = Document | ShadowRoot;

const MODAL = "dialog:modal";

export function modalsIn(root: Root): Element[] {
  return [...root.querySelectorAll(MODAL)];
}

/** Within open shadow roots too. Goes through the whole page. */
export function modalsAnywhere(root: Root = document): Element[] {
  const inside = [...root.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
    shadowRoot ? modalsAnywhere(shadowRoot) : [],
  );
  return [...modalsIn(root), ...inside];
}
