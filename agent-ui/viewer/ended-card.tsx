import { Icon } from "../look/icon.tsx";
import { minutes } from "../look/minutes.ts";
import { endedSentence } from "../look/words.ts";
import { BackToConversation } from "./back-to-conversation.tsx";
import { TroubleLine } from "./trouble-line.tsx";
import type { ViewerModel } from "./viewer-model.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** How the session ended and what there was of it; what could not begin says why. */
export function EndedCard({ viewer }: { viewer: ViewerModel }) {
  const trouble = viewer.trouble.value;
  const reason = viewer.endReason.value ?? "error";
  const hasFailed = trouble !== null && reason === "error";
  const hasNeverBegun = hasFailed && viewer.lengthSeconds.value === null;
  const refusal = viewer.requestRefusal.value;
  return (
    <section class="card" role="status">
      <div class="head">
        <i class={hasFailed ? "caution" : undefined}>
          <Icon name={hasFailed ? "warn" : "check"} />
        </i>
        <div>
          <h1>{hasNeverBegun ? "Could not connect to the customer" : "Session ended"}</h1>
          <p>
            {hasNeverBegun ? "Session ended." : endedSentence(reason, viewer.answerSeconds.value)}
          </p>
        </div>
      </div>
      {trouble && <TroubleLine trouble={trouble} />}
      <Summary viewer={viewer} />
      {refusal && (
        <p class="why" role="alert">
          {refusal}
        </p>
      )}
      <div class="row">
        <button class="btn primary" type="button" onClick={() => viewer.requestAgain()}>
          Request again
        </button>
        <BackToConversation />
      </div>
    </section>
  );
}

function Summary({ viewer }: { viewer: ViewerModel }) {
  const lengthSeconds = viewer.lengthSeconds.value;
  const path = viewer.lastPath.value;
  const at = viewer.endedAt.value;
  if (at === null) return null;
  return (
    <dl class="sum">
      <dt>Ended at</dt>
      <dd>{clock.format(at)}</dd>
      {lengthSeconds !== null && (
        <>
          <dt>Length</dt>
          <dd>{minutes(lengthSeconds)}</dd>
        </>
      )}
      {path && (
        <>
          <dt>Connection</dt>
          <dd>{path === "relay" ? "Relay" : "Direct"}</dd>
        </>
      )}
    </dl>
  );
}
