/** What the desk and the viewer of one browser tell each other. The server hears none of it. */
import * as v from "valibot";
import { Uuid } from "../../peer/protocol/identifiers.ts";
import { Refusal } from "../../peer/protocol/refusals.ts";

/** More sessions at once than a person can hold. */
export const SESSIONS_COUNT = 20;

const CHANNEL = "alongside-viewer";

const DeskViewerMessage = v.variant("type", [
  /** From the viewer, when it opens and whenever something of it changes. */
  v.object({
    type: v.literal("viewer.reported"),
    conversation: v.string(),
    title: v.string(),
    host: v.string(),
    path: v.string(),
    connection: v.nullable(v.object({ path: v.picklist(["direct", "relay"]), rttMs: v.number() })),
  }),
  /** From the viewer: it is there, and knows of no selection yet. */
  v.object({ type: v.literal("viewer.arrived") }),
  /** From the viewer: it has heard the desk, and it goes. */
  v.object({ type: v.picklist(["viewer.here", "viewer.left"]) }),
  /** From the desk: which conversation is selected, and in which ones a session of this agent runs. */
  v.object({
    type: v.literal("desk.shows"),
    selected: v.nullable(Uuid),
    running: v.pipe(v.array(Uuid), v.maxLength(SESSIONS_COUNT)),
    /** Why no session can be asked for in the selected one; in words. */
    obstacle: v.nullable(v.pipe(v.string(), v.maxLength(60))),
  }),
  /** From the desk: the viewer was opened for a request that the server did not take. */
  v.object({ type: v.literal("request.refused"), conversation: v.string(), reason: Refusal }),
]);
type DeskViewerMessage = v.InferOutput<typeof DeskViewerMessage>;
export type ViewerReport = Extract<DeskViewerMessage, { type: "viewer.reported" }>;

/** Any page of this origin can speak on the channel, so what comes in passes the schema. */
export function openDeskViewerChannel(onMessage: (message: DeskViewerMessage) => void): {
  tell(message: DeskViewerMessage): void;
  close(): void;
} {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(DeskViewerMessage, data);
    if (message.success) onMessage(message.output);
  });
  return { tell: (message) => channel.postMessage(message), close: () => channel.close() };
}
