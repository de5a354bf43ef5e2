/** What the main thread and the database's thread say to each other. */
export interface QueryMessage {
  id: number;
  sql: string;
  params: unknown[];
  rowMode: "array" | "object";
}

export type AnswerMessage =
  | { type: "ready" }
  | { type: "failed"; message: string }
  | { type: "answered"; id: number; rows: unknown[]; affectedRows: number }
  | { type: "refused"; id: number; message: string; code: string | undefined }
  | { type: "closed" };
