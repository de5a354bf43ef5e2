/**
 * What the customer's page tells the window in which they see what the agent sees, over a port that
 * it hands to that window. The window says that it is ready, and nothing else. Rules: SPEC.md, V1 to V5.
 */
import * as v from "valibot";
import { ShortText, Version } from "./identifiers.ts";

/** From window to window: the one says it is there, the other hands it the port. */
export const PREVIEW_READY = "alongside.preview.ready";
export const PREVIEW_PORT = "alongside.preview.port";

export const PreviewMessage = v.variant("type", [
  /** First of all. */
  v.object({ type: v.literal("preview.began"), agentName: ShortText }),
  /** Names and epochs count anew. */
  v.object({ type: v.literal("link.opened") }),
  v.object({ type: v.literal("link.lost") }),
  /** What went over the page lane, word for word. */
  v.object({ type: v.literal("page.sent"), text: v.string() }),
  /** What goes over the asset lane. */
  v.object({
    type: v.literal("asset.sent"),
    frame: v.union([v.string(), v.instance(Uint8Array)]),
  }),
  v.object({ type: v.literal("page.private"), afterEpoch: Version }),
  v.object({ type: v.literal("page.unsendable") }),
  /** The two last ones: the session has ended, or goes on on another page. */
  v.object({ type: v.literal("session.ended") }),
  v.object({ type: v.literal("page.left") }),
]);
export type PreviewMessage = v.InferOutput<typeof PreviewMessage>;
