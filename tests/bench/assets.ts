import type { Bench } from "./bench.ts";

export const assets: Bench = async () => {
  throw new Error("not built yet");
};
