import { Icon } from "../look/icon.tsx";
import { BackToConversation } from "./back-to-conversation.tsx";

/** In the place of a page that the site keeps to its customers. Neither address nor title is here. */
export function PrivateCard() {
  return (
    <section class="card over" role="status">
      <div class="head">
        <i>
          <Icon name="lock" />
        </i>
        <div>
          <h1>This page is private</h1>
          <p>The site keeps it to the customer.</p>
        </div>
      </div>
      <p class="why">
        Nothing of it leaves their browser. You see the next page as soon as they move on.
      </p>
      <div class="row">
        <BackToConversation />
      </div>
    </section>
  );
}
