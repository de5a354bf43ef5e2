/** What the desk and the viewer of one browser tell each other. The server hears none of it. */
import * as v from "valibot";
import { Refusal } from "../../peer/protocol/refusals.ts";

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
  /** From the desk: the viewer was opened for a request that the server did not take. */
  v.object({ type: v.literal("request.refused"), conversation: v.string(), reason: Refusal }),
]);
type DeskViewerMessage = v.InferOutput<typeof DeskViewerMessage>;
export type ViewerReport = Extract<DeskViewerMessage, { type: "viewer.reported" }>;

/** Any page of this origin can speak on the channel, so what comes in passes the schema. */
export function openDeskViewerChannel(onMessage: (message: DeskViewerMessage) => void): {
  tell(message: DeskViewerMessage): void;
} {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const message = v.safeParse(DeskViewerMessage, data);
    if (message.success) onMessage(message.output);
  });
  return { tell: (message) => channel.postMessage(message) };
}
