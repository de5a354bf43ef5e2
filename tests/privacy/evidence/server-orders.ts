/** What the test says to the server's process, and what it answers. */

export type Order =
  | { do: "add-site"; key: string; privacy: unknown }
  /** All rows of all tables. */
  | { do: "dump" }
  | { do: "log"; text: string }
  | { do: "snapshot-heap"; file: string }
  | { do: "tell-outgoing" };

export type Answer = { id: number; result: unknown } | { id: number; failure: string };
