/**
 * Ids of nodes on the page lane: each is told as the difference from the one before (L16). A recorder
 * counts nodes as it meets them, so the differences are nearly all the same, while the ids themselves
 * are all new: of a table that is drawn anew they are three quarters of what is left to send.
 *
 * Nothing here is trusted or checked: what is no number stays as it is, for others to refuse.
 */
import type { PageMessage, RecorderEvent } from "./lane-messages.ts";
import { FULL_SNAPSHOT, INCREMENTAL, MUTATION } from "./recorder-events.ts";

/**
 * The message as it leaves. Its nodes are the recorder's own, which goes on with them: they are as
 * before when this returns.
 */
export function encodePageMessage(message: PageMessage): string {
  rewriteIds(message, (id, before) => ({ written: id - before, id }));
  try {
    return JSON.stringify(message);
  } finally {
    withOwnIds(message);
  }
}

/** As it was recorded. Changes the events of a message that has come, in place. */
export function withOwnIds<Message extends PageMessage>(message: Message): Message {
  rewriteIds(message, (difference, before) => {
    const id = difference + before;
    return { written: id, id };
  });
  return message;
}

type Rewrite = (value: number, before: number) => { written: number; id: number };
type Fields = Record<string, unknown>;

function rewriteIds(message: PageMessage, rewrite: Rewrite): void {
  if ("events" in message) for (const event of message.events) rewriteEvent(event, rewrite);
}

function rewriteEvent({ type, data }: RecorderEvent, rewrite: Rewrite): void {
  if (type === FULL_SNAPSHOT) rewriteTree(data["node"], createSeries(rewrite));
  if (type !== INCREMENTAL || data["source"] !== MUTATION) return;
  for (const name of ["removes", "texts", "attributes"]) {
    const [nodes, parents] = [createSeries(rewrite), createSeries(rewrite)];
    for (const change of recordsOf(data[name])) {
      parents.next(change, "parentId");
      nodes.next(change, "id");
    }
  }
  const [nodes, parents] = [createSeries(rewrite), createSeries(rewrite)];
  for (const added of recordsOf(data["adds"])) {
    parents.next(added, "parentId");
    // What is added stands before what was added just now, more often than not.
    nodes.beside(added, "nextId");
    rewriteTree(added["node"], nodes);
  }
}

interface Series {
  next(fields: Fields, name: string): void;
  /** The same, but the next one is still told from the one before. */
  beside(fields: Fields, name: string): void;
}

function createSeries(rewrite: Rewrite): Series {
  let before = 0;
  const put = (fields: Fields, name: string): number => {
    const value = fields[name];
    if (typeof value !== "number") return before;
    const { written, id } = rewrite(value, before);
    fields[name] = written;
    return id;
  };
  return {
    next(fields, name) {
      before = put(fields, name);
    },
    beside: put,
  };
}

/** In the order of the document, without calling itself: a hostile tree may be very deep. */
function rewriteTree(root: unknown, nodes: Series): void {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (!isRecord(node)) continue;
    nodes.next(node, "id");
    const children = node["childNodes"];
    if (!Array.isArray(children)) continue;
    for (let index = children.length - 1; index >= 0; index -= 1) waiting.push(children[index]);
  }
}

function recordsOf(list: unknown): Fields[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
