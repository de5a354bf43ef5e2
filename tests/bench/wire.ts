import type { Bench } from "./bench.ts";

export const wire: Bench = async () => {
  throw new Error("not built yet");
};
