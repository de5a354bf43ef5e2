import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "../agent-ui/look/icon.tsx";
import type { PreviewModel, PreviewState } from "./preview-model.ts";

/** What the agent sees, fitted into the window, with the words for what it is. No controls. */
export function PreviewPage({ preview }: { preview: PreviewModel }) {
  const state = preview.state.value;
  const agentName = preview.agentName.value;
  const isSeen = state === "live" || state === "lost";
  const count = preview.privateCount.value;
  return (
    <div class="preview">
      <header>
        <h1>
          {agentName === "" ? (
            "What the agent sees"
          ) : (
            <>
              This is what <bdi>{agentName}</bdi> sees
            </>
          )}
        </h1>
        {isSeen && (
          <span class="count">
            <Icon name="lock" class="s" />
            {count === 0 ? "No part is private" : ""}
            {count === 1 ? "1 part is private" : ""}
            {count > 1 ? `${count} parts are private` : ""}
          </span>
        )}
      </header>
      <Stage preview={preview} isSeen={isSeen} />
      <footer>{isSeen && <Footer preview={preview} />}</footer>
    </div>
  );
}

function Footer({ preview }: { preview: PreviewModel }) {
  const page = preview.page.value;
  return (
    <>
      {page && (
        <span class="url" title={page.title}>
          <span dir="ltr">{page.host + page.path}</span>
          {page.title !== "" && ` · ${page.title}`}
        </span>
      )}
      {preview.missingCount.value > 0 && (
        <span>Pictures that the agent has from before may be missing here.</span>
      )}
    </>
  );
}

function Stage({ preview, isSeen }: { preview: PreviewModel; isSeen: boolean }) {
  const main = useRef<HTMLElement>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ widthPx: 0, heightPx: 0 });
  useLayoutEffect(() => {
    const stage = main.current;
    if (!stage) return;
    sheet.current?.append(preview.container);
    const observer = new ResizeObserver(() =>
      setRoom({ widthPx: stage.clientWidth, heightPx: stage.clientHeight }),
    );
    observer.observe(stage);
    return () => observer.disconnect();
  }, [preview]);
  const { widthPx, heightPx } = preview.size.value ?? room;
  const zoom = Math.min(1, room.widthPx / widthPx || 1, room.heightPx / heightPx || 1);
  Object.assign(preview.container.style, {
    width: `${widthPx}px`,
    height: `${heightPx}px`,
    transform: `scale(${zoom})`,
  });
  const state = preview.state.value;
  return (
    <main ref={main} data-state={state} aria-label="What the agent sees">
      <div
        ref={sheet}
        class={isSeen ? "sheet" : "sheet away"}
        style={{ width: `${widthPx * zoom}px`, height: `${heightPx * zoom}px` }}
      />
      {state === "private" && <div class="hatch" />}
      {state !== "live" && <Card state={state} />}
    </main>
  );
}

const WORDS: Record<
  Exclude<PreviewState, "live">,
  { icon: IconName; title: string; text: string; isCaution?: true }
> = {
  alone: {
    icon: "eyeoff",
    title: "Open this from the page",
    text: "It shows what the agent sees while they help you: press “See what the agent sees” there. If you did, that site keeps other windows apart from its pages, and nothing can be shown here.",
  },
  waiting: {
    icon: "refresh",
    title: "Waiting for the page",
    text: "What the agent is sent comes here too.",
  },
  private: {
    icon: "lock",
    title: "This page is private",
    text: "Nothing of it leaves your browser. The agent sees the next page as soon as you move on.",
  },
  unshowable: {
    icon: "warn",
    title: "This page can’t be shown",
    text: "It is too large, or built in a way that can’t be rebuilt. The agent doesn’t see it either.",
    isCaution: true,
  },
  lost: {
    icon: "signal",
    title: "Connection lost",
    text: "The agent can’t see anything new until it is back.",
    isCaution: true,
  },
  ended: {
    icon: "check",
    title: "Cobrowse ended",
    text: "The agent no longer sees this page.",
  },
  left: {
    icon: "globe",
    title: "The page moved on",
    text: "Open it again from the page.",
  },
};

function Card({ state }: { state: Exclude<PreviewState, "live"> }) {
  const { icon, title, text, isCaution } = WORDS[state];
  return (
    <section class="card" role="status">
      <i class={isCaution ? "caution" : undefined}>
        <Icon name={icon} />
      </i>
      <div>
        <h2>{title}</h2>
        <p>{text}</p>
        {(state === "ended" || state === "left") && (
          <button class="btn" type="button" onClick={() => window.close()}>
            Close
          </button>
        )}
      </div>
    </section>
  );
}
