/**
 * One recording of the page, from a snapshot on: what the recorder tells, on its way out. Nothing in it
 * is taken for open because it was so when it was recorded: it is asked again when it leaves.
 */
import type { RecorderEvent } from "../protocol/lane-messages.ts";
import type { PrivacyRules } from "../protocol/privacy-rules.ts";
import { INCREMENTAL, INPUT, MUTATION } from "../protocol/recorder-events.ts";
import { createAdoptedSheets } from "./adopted-sheets.ts";
import type { LeavingAssets } from "./assets/asset-capture.ts";
import type { Attributes } from "./assets/pictures.ts";
import { startFieldCapture } from "./field-capture.ts";
import { createHeldMessages } from "./held-messages.ts";
import { prepareForLeaving } from "./outgoing-nodes.ts";
import { isOwnPart, recordedId, recordedNode, startRecorder } from "./recorder.ts";
import { takeOutRedacted } from "./redacted-changes.ts";
import { isElement, parentNode, rootNode } from "./redaction/native-dom.ts";
import { createPrivateBoxes, type SerializedNode } from "./redaction/private-boxes.ts";
import type { Redaction } from "./redaction/redaction.ts";

export interface PageRecordingOptions {
  rules: PrivacyRules;
  redaction: Redaction;
  assets: LeavingAssets;
  /** The value of a field that is withheld. */
  onSeen(value: string): void;
  /** Whether anything may leave, asked each time before it does. */
  mayLeave(): boolean;
  onSnapshot(snapshot: RecordedSnapshot): Promise<void> | void;
  onChanges(events: RecorderEvent[]): Promise<void> | void;
  /** Something could not be told as a change. */
  onSnapshotDue(): void;
}

export interface RecordedSnapshot {
  events: [RecorderEvent, RecorderEvent];
  widthPx: number;
  heightPx: number;
}

export interface PageRecording {
  takeSnapshot(): void;
  /** An element was open until now. */
  onRedacted(element: Element): void;
  /** A redacted element may stand or be large otherwise than before. */
  onRedactedChanged(element: Element): void;
  /** Attributes that are ours, of a node that the agent knows. */
  tellAttributes(id: number, attributes: Attributes): void;
  stop(): void;
}

/** What the recorder tells is looked through as it leaves; what we tell ourselves was before. */
type Origin = "recorder" | "ours" | "box";

export function startPageRecording(options: PageRecordingOptions): PageRecording {
  const { rules, redaction, assets, onSeen, mayLeave } = options;
  const { isRedacted, isMasked } = redaction;
  const stopped = new AbortController();
  let waiting: Array<{ event: RecorderEvent; origin: Origin }> = [];
  const held = createHeldMessages(stopped.signal, options.onSnapshotDue);

  const queue = (event: RecorderEvent, origin: Origin = "ours") => {
    if (stopped.signal.aborted) return;
    if (waiting.length === 0) queueMicrotask(flush);
    waiting.push({ event, origin });
  };

  const flush = () => {
    if (waiting.length === 0 || stopped.signal.aborted) return;
    const told = waiting;
    waiting = [];
    const isHeld = told.some(({ event, origin }) => origin === "recorder" && bringsContent(event));
    held.add(
      () => {
        if (!mayLeave()) return;
        redaction.catchUp();
        const events = told.flatMap(({ event, origin }) => asItLeaves(event, origin));
        if (events.length > 0) return options.onChanges(events);
      },
      isHeld ? "with additions" : "at once",
    );
  };

  function asItLeaves(event: RecorderEvent, origin: Origin): RecorderEvent[] {
    if (origin === "box") return [event];
    if (!takeOutRedacted(event, recordedNode, isRedacted)) return [];
    if (origin === "recorder") prepareForLeaving(event, leaving);
    const { source, id } = event.data;
    if (source === INPUT) fields.tellAnew(event, recordedNode(Number(id)));
    return [event];
  }

  const boxes = createPrivateBoxes({
    idOf: recordedId,
    onChange: (event) => queue(event, "box"),
  });
  const leaving = { nodeOf: recordedNode, assets, redaction, boxes, rules };
  const fields = startFieldCapture({
    idOf: recordedId,
    isBoxed: (field) => isOwnPart(field) || isRedacted(field),
    isMasked,
    onSeen,
    onChange: (event) => queue(event),
  });
  const adoptedSheets = createAdoptedSheets();

  const recorder = startRecorder({
    onSnapshot(events, size) {
      assets.pageChanged();
      // What was recorded before the snapshot is in it.
      waiting = [];
      held.clear();
      fields.startAfresh();
      adoptedSheets.startAfresh();
      boxes.startAfresh();
      lookAfterAdded(events[1].data["node"] as SerializedNode);
      held.add(() => {
        if (!mayLeave()) return;
        redaction.catchUp();
        prepareForLeaving(events[1], leaving);
        return options.onSnapshot({ events, ...size });
      }, "with additions");
    },
    onChange(event) {
      assets.pageChanged();
      if (event.data["source"] === INPUT)
        return fields.tell(recordedNode(Number(event.data["id"])));
      for (const { node } of additionsOf(event)) lookAfterAdded(node);
      if (!takeOutRedacted(event, recordedNode, isRedacted)) return;
      if (!adoptedSheets.isOfToldSheet(event)) return;
      if (adoptedSheets.isIncomplete(event)) return options.onSnapshotDue();
      queue(event, "recorder");
      for (const following of adoptedSheets.after(event)) queue(following);
    },
  });

  /** A component, or the page of a frame, comes as what is in it. */
  function lookAfterAdded({ id }: SerializedNode): void {
    const added = recordedNode(id);
    const root = added && rootNode(added);
    if (root && !isElement(root)) redaction.lookAfter(root as Document);
  }

  return {
    takeSnapshot: () => recorder.takeSnapshot(),
    // The recorder has to tell of the same change first: it may have put the element elsewhere.
    onRedacted: (element) => queueMicrotask(() => putBox(element)),
    onRedactedChanged: boxes.look,
    tellAttributes(id, attributes) {
      const changes = [{ id, attributes }];
      const data = { source: MUTATION, texts: [], attributes: changes, removes: [], adds: [] };
      queue({ type: INCREMENTAL, timestamp: Date.now(), data });
    },
    stop() {
      stopped.abort();
      waiting = [];
      held.clear();
      fields.stop();
      boxes.stop();
      recorder.stop();
    },
  };

  function putBox(element: Element): void {
    if (stopped.signal.aborted) return;
    const parent = parentNode(element);
    if (parent && !isRedacted(parent)) boxes.replace(element);
  }
}

function additionsOf({ data }: RecorderEvent): Array<{ node: SerializedNode }> {
  return data["source"] === MUTATION
    ? ((data["adds"] ?? []) as Array<{ node: SerializedNode }>)
    : [];
}

/** Nodes, or rules of CSS, whose texts may be for a part that gets its class a moment later. */
const bringsContent = ({ data }: RecorderEvent) =>
  ["adds", "replace", "replaceSync", "styles"].some((name) => {
    const { [name]: brought } = data;
    return Array.isArray(brought) ? brought.length > 0 : brought !== undefined;
  });
