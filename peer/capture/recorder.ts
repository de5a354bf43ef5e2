/**
 * The recorder of the customer's page. The only module that knows rrweb's recorder, which keeps
 * its state in module variables: one page has one recorder.
 */
import { record } from "@rrweb/record";
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import { FULL_SNAPSHOT, INCREMENTAL, META, TOLD_SOURCES } from "../protocol/recorder-events.ts";
import { AUTHOR_SELECTOR } from "./redaction/active-selectors.ts";
import { closest, isElement, parentElement } from "./redaction/native-dom.ts";
import { maskedValue } from "./redaction/secret-fields.ts";

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

/** Parts of our own, which leave as empty boxes too; their styles draw them. */
const OWN_PARTS = ".alongside-bar, .alongside-frame";

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

/** Whether it is, or is part of, a part of our own that leaves as a box. */
export function isOwnPart(node: Node): boolean {
  const element = isElement(node) ? node : parentElement(node);
  return element !== null && closest(element, OWN_PARTS) !== null;
}

/** Starts recording. The first snapshot comes at once, or when the document has been parsed. */
export function startRecorder(listener: RecorderListener): Recorder {
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
          if (TOLD_SOURCES.has(event.data["source"])) listener.onChange(event);
      }
    },
    // Less to record; what leaves of it is decided later, and again.
    blockSelector: `${OWN_PARTS}, ${AUTHOR_SELECTOR}`,
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
      record.mirror.reset();
    },
  };
}

function sizeOf(meta: RecorderEvent) {
  return { widthPx: Number(meta.data["width"]), heightPx: Number(meta.data["height"]) };
}
