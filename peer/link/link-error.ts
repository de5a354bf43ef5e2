const LINK_FAILURES = {
  "no-path": "No network path to the other side was found in time.",
  "connection-lost": "The connection to the other side broke.",
  silent: "The other side has not been heard for too long.",
  "too-large": "The other side sent a message over the limit.",
  "bad-message": "The other side sent a message that is not of the protocol.",
  "protocol-mismatch": "The other side speaks another version of the protocol.",
  closed: "The link is closed.",
} as const;

export type LinkFailure = keyof typeof LINK_FAILURES;

/** The link failed. Switch on `failure`; the message is for logs, not for people. */
export class LinkError extends Error {
  override readonly name = "LinkError";
  readonly failure: LinkFailure;

  constructor(failure: LinkFailure, options?: ErrorOptions) {
    super(LINK_FAILURES[failure], options);
    this.failure = failure;
  }
}
