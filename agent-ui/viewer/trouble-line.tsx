import { type LinkTrouble, troubleCode } from "../../peer/protocol/link-trouble.ts";

const WORDS: Record<LinkTrouble, string> = {
  "relay-expired":
    "The relay takes this session’s credentials for too old. Ask your administrator to compare the clocks of the server and the relay, or carry on in chat.",
  "relay-refused":
    "The relay refused this server. Ask your administrator to check TURN_SECRET and the relay’s quotas, or carry on in chat.",
  "relay-unreachable":
    "The relay cannot be reached. Ask your administrator whether it runs and TURN_URLS names it, or carry on in chat.",
  "no-relay":
    "A firewall blocks the direct way, and this server has no relay set up. Ask your administrator to set TURN_URLS, or carry on in chat.",
  "no-path":
    "Neither the direct way nor the relay leads to the customer. Ask your administrator whether the relay can be reached, or carry on in chat.",
};

/** Why there is no link, and what to do about it. */
export function TroubleLine({ trouble }: { trouble: LinkTrouble }) {
  return (
    <p class="why trouble" role="alert">
      {WORDS[trouble]} <small>{troubleCode(trouble)}</small>
    </p>
  );
}
