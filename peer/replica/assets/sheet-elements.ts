/**
 * The style sheets of one replica that are named, and not written into the page: each is put in when
 * it is here. Until then what changes single rules of it waits, and what replaces its text takes its
 * place.
 */

import type { RecorderEvent } from "../../protocol/lane-messages.ts";
import { RULE_SOURCES } from "../../protocol/recorder-events.ts";
import { SHEET_ATTRIBUTE } from "../../protocol/wire-attributes.ts";
import type { LinkAssets } from "./link-assets.ts";

export interface SheetElements {
  /** An element as it was built, or as it has changed. */
  place(id: number, element: Element): void;
  /** Keeps a change of rules for later. @returns false if there is nothing that it has to wait for */
  holdBack(change: RecorderEvent): boolean;
  /** Before a change of nodes is made: a text of their own takes the place of what is awaited. */
  giveWayTo(change: RecorderEvent["data"]): void;
  /** @returns false if no element awaits it */
  settled(name: number | "all"): boolean;
  /** Whether all that the page has now are in, or will never be. */
  areSettled(): boolean;
  /** Of what the page has now. */
  names(): number[];
}

export interface SheetElementsOptions {
  assets: LinkAssets;
  nodeOf(id: number): Node | null;
  /** CSS of a sheet as it may stand in the replica. */
  finish(css: string, references: readonly number[]): string;
  apply(change: RecorderEvent): void;
}

/** Changes that may wait for one sheet; with more, the page is asked for again. */
const HELD_BACK_COUNT = 5_000;

export function createSheetElements(options: SheetElementsOptions): SheetElements {
  const { assets, nodeOf, finish, apply } = options;
  /** The name by which each element was last asked to be styled. */
  const placed = new WeakMap<Element, number>();
  const awaited = new Map<Element, RecorderEvent[]>();
  const finished = new Map<number, string>();
  const users = new Map<number, number>();

  function textOf(name: number, css: string, references: readonly number[]): string {
    const text = finished.get(name) ?? finish(css, references);
    finished.set(name, text);
    return text;
  }

  function settle(element: Element): void {
    const name = placed.get(element) ?? 0;
    const named = assets.lookUp(name, "style");
    if (named.state === "unsettled") return;
    const heldBack = awaited.get(element) ?? [];
    awaited.delete(element);
    if (named.state === "style") putText(element, textOf(name, named.css, named.references));
    for (const change of heldBack) apply(change);
  }

  function isReplacedBy(change: RecorderEvent["data"], element: Element): boolean {
    const { adds, removes, texts } = change as unknown as Mutation;
    return (
      adds.some(({ parentId, node }) => node.textContent && nodeOf(parentId) === element) ||
      removes.some(({ id, parentId }) => nodeOf(parentId) === element && nodeOf(id) !== null) ||
      texts.some(({ id }) => nodeOf(id)?.parentNode === element)
    );
  }

  return {
    place(id, element) {
      const written = element.getAttribute(SHEET_ATTRIBUTE);
      const name = written === null ? undefined : Number(written);
      if (placed.get(element) === name) return;
      if (name === undefined) {
        placed.delete(element);
        awaited.delete(element);
        users.delete(id);
        return;
      }
      placed.set(element, name);
      awaited.set(element, []);
      users.set(id, name);
      settle(element);
    },
    holdBack(change) {
      const { source, id } = change.data;
      if (!RULE_SOURCES.has(source) || typeof id !== "number" || awaited.size === 0) return false;
      const heldBack = awaited.get(nodeOf(id) as Element);
      if (!heldBack) return false;
      if (heldBack.length >= HELD_BACK_COUNT) throw new Error("too much waits for a style sheet");
      heldBack.push(change);
      return true;
    },
    giveWayTo(change) {
      for (const element of awaited.keys()) {
        if (isReplacedBy(change, element)) awaited.delete(element);
      }
    },
    settled(name) {
      const elements = [...awaited.keys()].filter(
        (element) => name === "all" || placed.get(element) === name,
      );
      for (const element of elements) settle(element);
      return elements.length > 0;
    },
    areSettled() {
      for (const element of awaited.keys()) {
        if (!element.isConnected) awaited.delete(element);
      }
      return awaited.size === 0;
    },
    names() {
      for (const id of users.keys()) {
        if (!nodeOf(id)?.isConnected) users.delete(id);
      }
      return [...users.values()];
    },
  };
}

/** What has been made harmless is of this form. */
interface Mutation {
  adds: Array<{ parentId: number; node: { textContent?: string } }>;
  removes: Array<{ id: number; parentId: number }>;
  texts: Array<{ id: number }>;
}

/** The texts that the recorder knows stay: a change of one names it. */
function putText(element: Element, css: string): void {
  const [first, ...others] = [...element.childNodes].filter(
    (node): node is Text => node.nodeType === Node.TEXT_NODE,
  );
  for (const other of others) other.data = "";
  if (first) first.data = css;
  else element.textContent = css;
}
