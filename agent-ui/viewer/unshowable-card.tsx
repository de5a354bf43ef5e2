import { Icon } from "../look/icon.tsx";

/** Over the last picture, if there is one: the page as it is now cannot be shown. */
export function UnshowableCard() {
  return (
    <section class="card over" role="status">
      <div class="head">
        <i class="caution">
          <Icon name="warn" />
        </i>
        <div>
          <h1>This page can’t be shown</h1>
          <p>It is too large, or built in a way that can’t be rebuilt here.</p>
        </div>
      </div>
      <p class="why">You see the next page as soon as the customer moves on. You can still chat.</p>
    </section>
  );
}
