/** Private keys in PEM: from their first line to their last, or as far as they look like one. */
import type { Report } from "./finder.ts";

const FIRST_LINE = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/g;
const LAST_LINE = /-----END [A-Z ]{0,40}KEY-----/g;
const BODY = /[A-Za-z0-9+/=\s-]*/y;

export function findPrivateKeys(text: string, report: Report): void {
  if (!text.includes("-----BEGIN")) return;
  FIRST_LINE.lastIndex = 0;
  for (let found = FIRST_LINE.exec(text); found; found = FIRST_LINE.exec(text)) {
    LAST_LINE.lastIndex = FIRST_LINE.lastIndex;
    BODY.lastIndex = FIRST_LINE.lastIndex;
    BODY.exec(text);
    const end = LAST_LINE.exec(text) ? LAST_LINE.lastIndex : BODY.lastIndex;
    report(found.index, end, "key");
    FIRST_LINE.lastIndex = end;
  }
}
