/**
 * All sessions of this tab: one viewer for each conversation, of which one is shown. It is the one that
 * is selected at the desk; without a desk, the one of the address.
 */
import { computed, effect, signal } from "@preact/signals";
import { openDeskViewerChannel } from "../tabs/desk-viewer-channel.ts";
import { heldBefore, keepHeld } from "../tabs/held-conversations.ts";
import { type ConnectedViewer, createConnectedViewer } from "./connected-viewer.ts";

export type Viewers = ReturnType<typeof createViewers>;

export function createViewers(first: string) {
  const all = signal<ReadonlyMap<string, ConnectedViewer>>(new Map());
  const shownId = signal(first);

  function hold(conversation: string): ConnectedViewer {
    const known = all.value.get(conversation);
    if (known) return known;
    const viewer = createConnectedViewer(conversation);
    // At the end: a frame that is moved in the page is lost.
    all.value = new Map(all.value).set(conversation, viewer);
    return viewer;
  }

  function show(conversation: string): void {
    hold(conversation).setShown("shown");
    const before = shownId.value;
    shownId.value = conversation;
    for (const [id, viewer] of all.value) if (id !== conversation) viewer.setShown("hidden");
    if (before !== conversation) letGoIfDone(before);
    const address = new URL(location.href);
    if (conversation === "") address.searchParams.delete("conversation");
    else address.searchParams.set("conversation", conversation);
    // The desk speaks often, and browsers let a page change its address only so often.
    if (address.href !== location.href) history.replaceState(null, "", address);
  }

  /**
   * What has been shown to its end. One that ended unseen still has to say how; and one that another
   * viewer of this agent has is kept, or it would be held anew and the two would never come to rest.
   */
  function letGoIfDone(id: string): void {
    const viewer = all.value.get(id);
    if (!viewer?.isIdle.value || viewer.unavailableReason.value === "other-viewer") return;
    const left = new Map(all.value);
    left.delete(id);
    all.value = left;
    viewer.close();
  }

  for (const conversation of heldBefore()) hold(conversation);
  show(first);
  effect(() => {
    const held = [...all.value].filter(([, viewer]) => !viewer.isIdle.value).map(([id]) => id);
    keepHeld(held);
  });
  const desk = openDeskViewerChannel((message) => {
    if (message.type !== "desk.shows") return;
    const { selected, running, obstacle } = message;
    for (const conversation of running) hold(conversation);
    show(selected ?? shownId.value);
    all.value.get(shownId.value)?.setObstacle(selected === null ? null : obstacle);
    desk.tell({ type: "viewer.here" });
  });
  addEventListener("pagehide", () => desk.tell({ type: "viewer.left" }));
  desk.tell({ type: "viewer.arrived" });

  return {
    /** In the order in which they came. */
    all: computed(() => [...all.value].map(([conversation, viewer]) => ({ conversation, viewer }))),
    shown: computed(() => all.value.get(shownId.value) ?? hold(shownId.value)),
  };
}
