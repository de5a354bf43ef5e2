import type { CatchKind } from "../../protocol/guard-catches.ts";
import type { Range } from "./mask.ts";

export interface Found extends Range {
  kind: CatchKind;
}

export type Report = (start: number, end: number, kind: CatchKind) => void;

/** Tells of each secret of its kinds in a text, which may be several strings with seams between them. */
export type Finder = (text: string, report: Report) => void;
