/**
 * Takes out of a change what is within a redacted part. The recorder leaves such a part out where it
 * finds one, but looks no further than one document, and at attributes without what they are part of.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { MUTATION } from "../protocol/recorder-events.ts";

interface MutationData {
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
  const isOpen = (id: unknown) => {
    const node = typeof id === "number" ? nodeOf(id) : null;
    return node === null || !isRedacted(node);
  };
  if (data["source"] !== MUTATION) return isOpen(data["id"]);
  const { adds = [], attributes = [], texts = [] } = data as MutationData;
  Object.assign(data, {
    // The part itself comes as an empty box, which is no secret.
    adds: adds.filter(({ parentId }) => isOpen(parentId)),
    attributes: attributes.filter(({ id }) => isOpen(id)),
    texts: texts.filter(({ id }) => isOpen(id)),
  });
  return true;
}
