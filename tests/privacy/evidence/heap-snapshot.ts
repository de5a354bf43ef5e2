/**
 * Heap snapshots: their texts alone, without the numbers that tell how they hang together. V8 cuts
 * long texts short unless it is told otherwise; so are the browser and the server of this test.
 */
import type { Haystack } from "../search/search.ts";

export const WHOLE_STRINGS = "--heap-snapshot-string-limit=20000000";

export function heapTexts(snapshot: Buffer, source: string): Haystack {
  const from = snapshot.lastIndexOf('"strings":[');
  if (from < 0) throw new Error("this is no heap snapshot");
  const texts = JSON.parse(`{${snapshot.toString("utf8", from)}`) as { strings: string[] };
  return {
    ...{ source, name: `${texts.strings.length} texts` },
    ...{ bytes: Buffer.from(texts.strings.join("\n")), kind: "memory" },
  };
}
