/**
 * The recorder of the customer's page. The only module that knows rrweb's recorder, which keeps
 * its state in module variables: one page has one recorder.
 */
import { record } from "@rrweb/record";
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { FULL_SNAPSHOT, INCREMENTAL, META } from "../protocol/recorder-events.ts";
import { rememberOriginals } from "./leftovers.ts";
import { maskedValue } from "./secret-fields.ts";

/**
 * What of a head the replica has no use for. White space stays in: without it the recorder forgets
 * the text of every sheet that a page writes in its head, and a change of it would not be told. The
 * title stays in, so that a change of it alone is one.
 */
const LEFT_OUT = {
  script: true,
  comment: true,
  headFavicon: true,
  headWhitespace: false,
  headMetaDescKeywords: true,
  headMetaSocial: true,
  headMetaRobots: true,
  headMetaHttpEquiv: true,
  headMetaAuthorship: true,
  headMetaVerification: true,
  headTitleMutations: false,
};

/** What the page's author keeps to the customer. */
const REDACTED = [".cobrowse-redacted", '[data-cobrowse="redact"]'];

/** What leaves as an empty box of its size: that, and parts of our own. */
const BOXED = [...REDACTED, ".alongside-bar", ".alongside-frame"];

export interface RecorderListener {
  /** A whole page: two events, its size first. */
  onSnapshot(
    events: [RecorderEvent, RecorderEvent],
    size: { widthPx: number; heightPx: number },
  ): void;
  onChange(event: RecorderEvent): void;
}

export interface Recorder {
  takeSnapshot(): void;
  stop(): void;
}

/** The node of an id that was recorded, while a recorder runs. */
export function recordedNode(id: number): Node | null {
  return record.mirror.getNode(id);
}

/** The id of a recorded node; below 1 if it was not recorded. */
export function recordedId(node: Node): number {
  return record.mirror.getId(node as never);
}

/** Whether the node is, or is part of, something that leaves as an empty box. */
export function isBoxed(node: Node): boolean {
  return isWithin(node, BOXED);
}

/** Whether it is, or is part of, what the page's author keeps to the customer. */
export function isRedacted(node: Node): boolean {
  return isWithin(node, REDACTED);
}

/** Also those in components and in frames. */
export function* redactedParts(): Generator<Element> {
  const roots: Array<Document | ShadowRoot> = [document];
  for (let root = roots.pop(); root; root = roots.pop()) {
    yield* root.querySelectorAll(REDACTED.join(","));
    for (const element of root.querySelectorAll("*")) {
      const inner = element.shadowRoot ?? (element as Partial<HTMLIFrameElement>).contentDocument;
      if (inner) roots.push(inner);
    }
  }
}

function isWithin(node: Node, selectors: string[]): boolean {
  for (let at: Node | null = node; at; at = whatHolds(at)) {
    if ((at as Partial<Element>).matches?.(selectors.join(","))) return true;
  }
  return false;
}

/** Also out of a component, and out of a frame, whose document the recorder takes for one of its own. */
function whatHolds(node: Node): Node | null {
  const { host } = node as Partial<ShadowRoot>;
  const { defaultView } = node as Partial<Document>;
  return node.parentNode ?? host ?? defaultView?.frameElement ?? null;
}

/** Starts recording. The first snapshot comes at once, or when the document has been parsed. */
export function startRecorder(listener: RecorderListener): Recorder {
  const leftovers = rememberOriginals();
  let meta: RecorderEvent | undefined;

  const stopRecording = record({
    emit(recorded) {
      const event = recorded as unknown as RecorderEvent;
      // The other types say what the replica has no use for.
      switch (event.type) {
        case META:
          // rrweb puts the whole address here, query and all.
          meta = { ...event, data: { ...event.data, href: "" } };
          return;
        case FULL_SNAPSHOT:
          if (meta) listener.onSnapshot([meta, event], sizeOf(meta));
          return;
        case INCREMENTAL:
          listener.onChange(event);
      }
    },
    blockSelector: BOXED.join(","),
    maskAllInputs: true,
    maskInputFn: (value, element) => maskedValue(value, element),
    // Pointer and clicks travel on the pointer lane, newest first.
    sampling: { mousemove: false, mouseInteraction: false, scroll: 16, media: 800 },
    slimDOMOptions: LEFT_OUT,
    recordAfter: "DOMContentLoaded",
    keepIframeSrcFn: () => false,
    // Never `inlineImages`: it sets crossOrigin on the page's own images (rrweb issue 1243).
    errorHandler: () => true,
  });

  return {
    takeSnapshot: () => record.takeFullSnapshot(),
    stop() {
      stopRecording?.();
      leftovers.remove(recordedNodes());
      record.mirror.reset();
    },
  };
}

function* recordedNodes(): Generator<Node> {
  for (const id of record.mirror.getIds()) {
    const node = record.mirror.getNode(id);
    if (node) yield node;
  }
}

function sizeOf(meta: RecorderEvent) {
  return { widthPx: Number(meta.data["width"]), heightPx: Number(meta.data["height"]) };
}
