import type { DeskModel } from "./desk-model.ts";

/** What the whole desk has to know, whichever conversation is open, or none. */
export function Notices({ desk }: { desk: DeskModel }) {
  const tries = desk.serverAway.value;
  const selected = desk.selected.value;
  return (
    <>
      {tries !== null && (
        <p class="notice" role="status">
          Reconnecting to the server, try {Math.max(1, tries)}. Your live session goes on. Messages
          are sent when it is back.
        </p>
      )}
      {desk.notice.value && (
        <p class="notice" role="alert">
          {desk.notice.value}
          <button
            class="btn small"
            type="button"
            onClick={() => {
              desk.notice.value = null;
            }}
          >
            Close
          </button>
        </p>
      )}
      {selected?.session && desk.blockedViewer.value === selected.id && (
        <p class="notice" role="alert">
          Your browser kept the viewer from opening. Allow pop-ups for this address, or open it
          here:
          <a
            class="btn small"
            href={desk.viewerAddress(selected.id)}
            target="alongside-cobrowse"
            onClick={() => {
              desk.blockedViewer.value = null;
            }}
          >
            Open the viewer
          </a>
        </p>
      )}
    </>
  );
}
