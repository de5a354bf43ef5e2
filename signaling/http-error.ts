/** A refusal with a name that a program can read. The message never holds what was sent. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly statusCode: number;
  readonly reason: string;
  readonly headers: Record<string, string>;
  /** What else the answer says, beside `error`. */
  readonly details: Record<string, unknown>;

  constructor(
    statusCode: number,
    reason: string,
    headers: Record<string, string> = {},
    details: Record<string, unknown> = {},
  ) {
    super(reason);
    this.statusCode = statusCode;
    this.reason = reason;
    this.headers = headers;
    this.details = details;
  }
}
