import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../look/icon.tsx";
import { minutes } from "../look/minutes.ts";
import { EndedCard } from "./ended-card.tsx";
import { PrivateCard } from "./private-card.tsx";
import { TroubleLine } from "./trouble-line.tsx";
import { UnavailableCard } from "./unavailable-card.tsx";
import { UnshowableCard } from "./unshowable-card.tsx";
import type { ConnectStep, ViewerModel } from "./viewer-model.ts";

/** Room around the customer's page, in CSS pixels. */
const MARGIN_PX = 40;

interface StageProps {
  viewer: ViewerModel;
  /** All of this tab: what a hidden one has stays where it is, unpainted. */
  viewers: ReadonlyArray<{ conversation: string; viewer: ViewerModel }>;
}

/** Where the customer's page stands, or the card that says why it does not. */
export function Stage({ viewer, viewers }: StageProps) {
  const main = useRef<HTMLElement>(null);
  const state = viewer.state.value;
  useLayoutEffect(() => {
    const stage = main.current;
    if (!stage) return;
    const observer = new ResizeObserver(() => {
      for (const one of viewers) {
        one.viewer.fitStage(stage.clientWidth - MARGIN_PX, stage.clientHeight - MARGIN_PX);
      }
    });
    observer.observe(stage);
    return () => observer.disconnect();
  }, [viewers]);
  const isUnshowable = viewer.isUnshowable.value && (state === "connecting" || state === "live");
  const isOnTheWay = state === "waiting" || state === "connecting";
  return (
    <main ref={main} data-state={state} aria-label="Customer’s page">
      {isOnTheWay && <GhostPage />}
      {viewers.map((one) => (
        <Sheet key={one.conversation} viewer={one.viewer} />
      ))}
      {state === "live" && viewer.isPrivate.value && <PrivateCard />}
      {isUnshowable && <UnshowableCard />}
      {isOnTheWay && !isUnshowable && <ConnectCard viewer={viewer} />}
      {state === "reconnecting" && <ReconnectCard viewer={viewer} />}
      {state === "ended" && <EndedCard viewer={viewer} />}
      {state === "unavailable" && <UnavailableCard viewer={viewer} />}
    </main>
  );
}

/** The page at its own size, scaled as a whole; it stays mounted, since a frame that moves is lost. */
function Sheet({ viewer }: { viewer: ViewerModel }) {
  const state = viewer.state.value;
  const isSeen = state === "live" || state === "reconnecting";
  const look = viewer.isShown.value ? (isSeen ? "" : " away") : " hidden";
  const container = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () => (container.current ? viewer.mountReplica(container.current) : undefined),
    [viewer],
  );
  const { widthPx, heightPx } = viewer.viewport.value ?? { widthPx: 0, heightPx: 0 };
  const zoom = viewer.zoomFraction.value;
  const cursor = viewer.cursor.value;
  return (
    <div
      class={`sheet${look}`}
      style={{ width: `${widthPx * zoom}px`, height: `${heightPx * zoom}px` }}
    >
      <div
        class="replica"
        ref={container}
        style={{ width: `${widthPx}px`, height: `${heightPx}px`, transform: `scale(${zoom})` }}
      />
      {viewer.isPrivate.value && <div class="hatch" />}
      {isSeen && cursor && (
        <div class="pt" style={{ left: `${cursor.x * zoom}px`, top: `${cursor.y * zoom}px` }}>
          {cursor.pressedCount > 0 && <i class="ripple" key={cursor.pressedCount} />}
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path
              d="m3.500 2.500 13.500 5.400-5.900 2.300-2.400 5.900L3.500 2.500Z"
              fill="#151a22"
              stroke="#fff"
              stroke-width="1.4"
              stroke-linejoin="round"
            />
          </svg>
          <span class="tag customer">Customer</span>
        </div>
      )}
    </div>
  );
}

function GhostPage() {
  return (
    <div class="ghost-page" aria-hidden="true">
      <div>
        <i />
        <i />
        <i />
      </div>
    </div>
  );
}

const STEP_WORDS: Record<
  ConnectStep["name"],
  Partial<Record<ConnectStep["state"], string>> & { next: string }
> = {
  waiting: { next: "Waiting for the customer", done: "Customer allowed it" },
  direct: {
    next: "Connecting directly",
    done: "Connected directly",
    skipped: "No direct connection",
  },
  relay: { next: "Trying the relay", done: "Connected by the relay", skipped: "Relay not needed" },
  loading: { next: "Loading the page", done: "Page loaded" },
  live: { next: "Live" },
};

function ConnectCard({ viewer }: { viewer: ViewerModel }) {
  const trouble = viewer.trouble.value;
  const isWaiting = viewer.state.value === "waiting";
  const closesIn = viewer.waitingClosesInSeconds.value;
  return (
    <section class="card" role="status">
      <div class="head">
        <i class={trouble ? "caution" : "accent"}>
          <Icon name={isWaiting ? "clock" : "signal"} />
        </i>
        <div>
          <h1>{isWaiting ? "Waiting for the customer" : "Connecting"}</h1>
          <p>
            {isWaiting
              ? `They see a question in their chat. It closes after ${viewer.answerSeconds.value} seconds. End takes it back.`
              : "The customer said yes."}
            {trouble && " There is no link yet; it is tried again and again."}
          </p>
        </div>
      </div>
      <ol class="steps">
        {viewer.steps.value
          .filter(({ name, state }) => name !== "relay" || state === "now" || state === "done")
          .map(({ name, state, seconds }) => (
            <li key={name} class={STEP_CLASSES[state]}>
              <span class="m">
                {state === "done" && <Icon name="check" class="s" />}
                {state === "skipped" && <Icon name="minus" class="s" />}
                {state === "now" && <Icon name="refresh" class="s spin" />}
              </span>
              <span>
                <b>{STEP_WORDS[name][state] ?? STEP_WORDS[name].next}</b>
                {name === "waiting" && state === "now" && closesIn !== null && (
                  <small>Closes in {minutes(closesIn)}</small>
                )}
              </span>
              <time>{seconds === null ? "" : minutes(seconds)}</time>
            </li>
          ))}
      </ol>
      {trouble && <TroubleLine trouble={trouble} />}
    </section>
  );
}

const STEP_CLASSES: Record<ConnectStep["state"], string> = {
  done: "done",
  now: "now",
  next: "",
  skipped: "skip",
};

function ReconnectCard({ viewer }: { viewer: ViewerModel }) {
  const trouble = viewer.trouble.value;
  const seconds = viewer.reconnectingSeconds.value ?? 0;
  return (
    <section class="card over" role="status">
      <div class="head">
        <i class="caution">
          <Icon name="signal" />
        </i>
        <div>
          <h1>Reconnecting</h1>
          <p>
            The link dropped {seconds} {seconds === 1 ? "second" : "seconds"} ago. Tools are off
            until it is back.
          </p>
        </div>
      </div>
      {trouble && <TroubleLine trouble={trouble} />}
    </section>
  );
}
