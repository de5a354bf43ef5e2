/**
 * Takes out of a change what is within a redacted part. The recorder leaves such a part out where it
 * finds one, but looks no further than one document, and at attributes without what they are part of.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { MUTATION } from "../protocol/recorder-events.ts";

interface MutationData {
  removes?: Array<{ parentId: number }>;
  adds?: Array<{ parentId: number }>;
  attributes?: Array<{ id: number }>;
  texts?: Array<{ id: number }>;
}

/** Changes the event in place. @returns false if there is nothing left to tell */
export function takeOutRedacted(
  { data }: RecorderEvent,
  nodeOf: (id: number) => Node | null,
  isRedacted: (node: Node) => boolean,
): boolean {
  const isOpen = (id: number) => {
    const node = nodeOf(id);
    return node === null || !isRedacted(node);
  };
  if (data["source"] !== MUTATION) {
    const { id } = data;
    // What is not in the page any more cannot be asked what it was part of.
    return typeof id !== "number" || (nodeOf(id) !== null && isOpen(id));
  }
  const { removes = [], adds = [], attributes = [], texts = [] } = data as MutationData;
  Object.assign(data, {
    // Of what was in it, the agent's side knows nothing.
    removes: removes.filter(({ parentId }) => isOpen(parentId)),
    // The part itself comes as an empty box, which is no secret.
    adds: adds.filter(({ parentId }) => isOpen(parentId)),
    attributes: attributes.filter(({ id }) => isOpen(id)),
    texts: texts.filter(({ id }) => isOpen(id)),
  });
  const { removes: gone, adds: come, attributes: changed, texts: written } = data as MutationData;
  return [gone, come, changed, written].some((list) => list && list.length > 0);
}
