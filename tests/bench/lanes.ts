import type { Bench } from "./bench.ts";

export const lanes: Bench = async () => {
  throw new Error("not built yet");
};
