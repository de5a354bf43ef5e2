import { Icon } from "../look/icon.tsx";
import { minutes } from "../look/minutes.ts";
import { endedSentence } from "../look/words.ts";
import { BackToConversation } from "./back-to-conversation.tsx";
import type { LinkFailureCause, ViewerModel } from "./viewer-model.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

const NO_LINK: Record<LinkFailureCause, { why: string; code: string }> = {
  "no-relay": {
    why: "A firewall blocks the direct way, and this server has no relay set up. Ask your administrator to set TURN_URLS, or carry on in chat.",
    code: "LINK-NO-RELAY",
  },
  "no-path": {
    why: "Neither the direct way nor the relay leads to the customer. Ask your administrator whether the relay can be reached, or carry on in chat.",
    code: "LINK-NO-PATH",
  },
};

/** How the session ended and what there was of it; what could not begin says why. */
export function EndedCard({ viewer }: { viewer: ViewerModel }) {
  const failure = viewer.failure.value;
  const reason = viewer.endReason.value ?? "error";
  const refusal = viewer.requestRefusal.value;
  return (
    <section class="card" role={failure ? "alert" : "status"}>
      <div class="head">
        <i class={failure ? "caution" : undefined}>
          <Icon name={failure ? "warn" : "check"} />
        </i>
        <div>
          <h1>{failure ? "Could not connect to the customer" : "Session ended"}</h1>
          <p>{failure ? `Session ended · ${NO_LINK[failure].code}` : endedSentence(reason)}</p>
        </div>
      </div>
      {failure && <p class="why">{NO_LINK[failure].why}</p>}
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
