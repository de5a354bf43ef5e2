import { Icon, type IconName, Mark } from "../look/icon.tsx";
import { minutes } from "../look/minutes.ts";
import { missingCount, missingWords } from "./missing-words.ts";
import { Stage } from "./stage.tsx";
import type { StageState, ViewerModel } from "./viewer-model.ts";
import type { Viewers } from "./viewers.ts";

/** The viewer: one bar, the customer's page, one line. */
export function ViewerPage({ viewers }: { viewers: Viewers }) {
  const viewer = viewers.shown.value;
  return (
    <div class="viewer">
      <TopBar viewer={viewer} />
      <Stage viewer={viewer} viewers={viewers.all.value} />
      <StatusLine viewer={viewer} />
    </div>
  );
}

const TOOLS: Array<{ name: string; icon: IconName; key: string; isToggle: boolean }> = [
  { name: "Laser Pointer", icon: "laser", key: "L", isToggle: true },
  { name: "Drawing Tool", icon: "pen", key: "D", isToggle: true },
  { name: "Remote Control", icon: "pointer", key: "R", isToggle: true },
];

function TopBar({ viewer }: { viewer: ViewerModel }) {
  const state = viewer.state.value;
  const whyOff = viewer.isPrivate.value ? "not on a private page" : "not in this version";
  const canEnd = state !== "ended" && state !== "unavailable";
  return (
    <header class="top">
      <div class="who">
        <Mark />
        <b>{viewer.customerName.value}</b>
        <StatusChip viewer={viewer} state={state} />
      </div>
      <div role="toolbar" aria-label="Cobrowse tools" style={{ display: "contents" }}>
        <div class="tools">
          {TOOLS.map(({ name, icon }) => (
            <button
              class="tool"
              type="button"
              key={name}
              aria-pressed={false}
              aria-disabled={true}
              title={`${name}: ${whyOff}`}
            >
              <Icon name={icon} />
              <span>{name}</span>
            </button>
          ))}
          <i class="sep" />
          <button
            class="tool"
            type="button"
            aria-disabled={true}
            title={`Clear Annotations: ${whyOff}`}
          >
            <Icon name="clear" />
            <span>Clear Annotations</span>
          </button>
        </div>
        <div class="rest">
          <button
            class="switch full"
            type="button"
            role="switch"
            aria-checked={false}
            aria-disabled={true}
            aria-label="Full Device"
            title={`Full Device: ${whyOff}`}
          >
            <b class="fd">Full Device</b>
            <i />
          </button>
          {canEnd && (
            <button class="btn end" type="button" onClick={() => viewer.end()}>
              <Icon name="end" />
              End
            </button>
          )}
        </div>
      </div>
    </header>
  );
}

function StatusChip({ viewer, state }: { viewer: ViewerModel; state: StageState }) {
  switch (state) {
    case "live":
      if (viewer.isPrivate.value) {
        return (
          <span class="chip">
            <Icon name="lock" class="s" />
            Private page
          </span>
        );
      }
      return (
        <span class="chip live">
          <i class="dot pulse" />
          Live {minutes(viewer.liveSeconds.value ?? 0)}
        </span>
      );
    case "waiting":
    case "connecting":
      return (
        <span class="chip accent">
          <Icon name="refresh" class="s spin" />
          {state === "waiting" ? "Waiting" : "Connecting"}
        </span>
      );
    case "reconnecting":
      return (
        <span class="chip caution">
          <Icon name="refresh" class="s spin" />
          Reconnecting {minutes(viewer.reconnectingSeconds.value ?? 0)}
        </span>
      );
    case "ended":
      return <span class="chip">Ended</span>;
    case "unavailable":
      return <span class="chip">Not available</span>;
  }
}

/** Quality as the agent feels it, in milliseconds of round trip. */
const SLOW_RTT_MS = 150;

function StatusLine({ viewer }: { viewer: ViewerModel }) {
  const state = viewer.state.value;
  const page = viewer.page.value;
  const viewport = viewer.viewport.value;
  const quality = viewer.quality.value;
  const missing = viewer.missingParts.value;
  const isPrivate = viewer.isPrivate.value;
  const isSeen = (state === "live" || state === "reconnecting") && !isPrivate;
  return (
    <footer class="status">
      {isSeen && page && (
        <span class="url" title={page.title}>
          <Icon name="globe" />
          <span dir="ltr">{page.host + page.path}</span> · {page.title}
        </span>
      )}
      {isPrivate && (
        <span class="url">
          <Icon name="lock" />
          Address and title hidden
        </span>
      )}
      {!isPrivate && !(isSeen && page) && (
        <span class="url">Nothing of the customer’s page is on this screen</span>
      )}
      {isSeen && viewer.privateCount.value > 0 && (
        <span class="wide">
          <Icon name="lock" />
          {viewer.privateCount.value} {viewer.privateCount.value === 1 ? "part" : "parts"} private
        </span>
      )}
      {isSeen && missingCount(missing) > 0 && (
        <span class="wide" title={missingWords(missing)}>
          <Icon name="eyeoff" />
          {missingCount(missing)} {missingCount(missing) === 1 ? "part" : "parts"} can’t be shown
        </span>
      )}
      {viewer.serverAway.value !== null && (
        <span class="caution" role="status">
          Reconnecting to the server, try {Math.max(1, viewer.serverAway.value)}. Your live session
          goes on.
        </span>
      )}
      <span class="grow" />
      {isSeen && viewport && (
        <>
          <span class="wide">
            Customer’s window {viewport.widthPx} × {viewport.heightPx}
          </span>
          <span class="wide">Fit {Math.round(viewer.zoomFraction.value * 100)} %</span>
        </>
      )}
      {state === "live" && quality && (
        <span class={quality.rttMs > SLOW_RTT_MS ? "caution" : "good"}>
          <Icon name="signal" />
          {quality.path === "relay" ? "Relay" : "Direct"} · {Math.round(quality.rttMs)} ms
        </span>
      )}
      {state === "reconnecting" && (
        <span class="caution">
          <Icon name="signal" />
          No link
        </span>
      )}
    </footer>
  );
}
