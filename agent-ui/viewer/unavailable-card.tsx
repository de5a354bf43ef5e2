import { Icon } from "../look/icon.tsx";
import { BackToConversation } from "./back-to-conversation.tsx";
import type { UnavailableReason, ViewerModel } from "./viewer-model.ts";

const WORDS: Record<UnavailableReason, string> = {
  "no-conversation": "This tab belongs to no conversation. Choose one at the desk.",
  "no-session": "There is no session in this conversation. Request one at the desk.",
  "other-viewer": "This session is open in another viewer of yours. It goes on there.",
  "other-agent": "Another agent holds the session of this conversation.",
  "signed-out": "Your login has ended. Log in again at the desk.",
  "not-found": "This conversation is not here any more. Choose another at the desk.",
};

export function UnavailableCard({ viewer }: { viewer: ViewerModel }) {
  const reason = viewer.unavailableReason.value ?? "no-session";
  const isWithout = reason === "no-session";
  const refusal = isWithout ? viewer.requestRefusal.value : null;
  const obstacle = isWithout && viewer.obstacle.value ? `${viewer.obstacle.value}.` : null;
  return (
    <section class="card" role="status">
      <div class="head">
        <i>
          <Icon name="eyeoff" />
        </i>
        <div>
          <h1>Cobrowse is not available for the current conversation</h1>
        </div>
      </div>
      <p class="why">{refusal ?? obstacle ?? WORDS[reason]}</p>
      <div class="row">
        <BackToConversation />
      </div>
    </section>
  );
}
