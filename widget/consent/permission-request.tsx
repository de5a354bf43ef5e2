import { useEffect, useState } from "preact/hooks";
import { ENGLISH } from "../chat/english.ts";
import { Icon } from "../chat/icon.tsx";

interface PermissionRequestProps {
  agentName: string;
  /** Epoch milliseconds. */
  closesAt: number;
  /** Allowed, and not heard by the server yet: a denial still takes it back. */
  isAllowed: boolean;
  onAllow(): void;
  onDeny(): void;
}

/**
 * Asks the customer to let the agent see the page. The focus, if it is with us, starts on the
 * heading (see chat.tsx); Escape and minimising answer nothing.
 */
export function PermissionRequest({
  agentName,
  closesAt,
  isAllowed,
  onAllow,
  onDeny,
}: PermissionRequestProps) {
  const seconds = useSecondsUntil(closesAt);
  return (
    <div class="veil">
      <div
        class="ask"
        role="dialog"
        aria-label="Permission request"
        aria-describedby="ask-lines"
        {...ENGLISH}
      >
        <p class="over">
          Permission request <time>closes in {minutes(seconds)}</time>
        </p>
        <h2 tabIndex={-1}>Let the agent see this page?</h2>
        <p class="who">{isAllowed ? "Your answer is on its way." : `${agentName} asks.`}</p>
        <ul id="ask-lines">
          <li>
            <Icon name="eye" />
            <span>
              <b>They see this page as you do</b> and can point and draw on it. They can’t click.
            </span>
          </li>
          <li>
            <Icon name="eyeoff" />
            <span>
              <b>They never see</b> passwords, card numbers, or anything outside this site.
            </span>
          </li>
          <li>
            <Icon name="end" />
            <span>
              <b>You can end it at any time</b> with End Cobrowse, at the top of the page.
            </span>
          </li>
        </ul>
        <div class="two">
          <button class="btn" type="button" onClick={onDeny}>
            Deny
          </button>
          <button class="btn primary" type="button" aria-disabled={isAllowed} onClick={onAllow}>
            Allow
          </button>
        </div>
      </div>
    </div>
  );
}

function useSecondsUntil(at: number): number {
  const left = () => Math.max(0, Math.ceil((at - Date.now()) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 1_000);
    return () => clearInterval(timer);
  }, [at]);
  return seconds;
}

/** Seconds as `m:ss`. */
export function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
