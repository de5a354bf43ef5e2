/** A text as somebody would read it, once it is decoded, and where its characters stand in the source. */
export interface View {
  text: string;
  /** Of each unit of the text where it begins in the source; one more for the end. */
  origin: readonly number[];
  /** So much of the source, after where the next unit begins, still belongs to a unit. */
  overlap: number;
}

export interface ViewBuilder {
  /** Units that stand in the source as they are. */
  copy(from: number, to: number): void;
  /** All of these come from what begins there. */
  add(units: string, at: number): void;
  built(end: number): View;
}

export function createViewBuilder(source: string): ViewBuilder {
  let text = "";
  const origin: number[] = [];
  return {
    copy(from, to) {
      text += source.slice(from, to);
      for (let at = from; at < to; at += 1) origin.push(at);
    },
    add(units, at) {
      text += units;
      for (let unit = 0; unit < units.length; unit += 1) origin.push(at);
    },
    built(end) {
      origin.push(end);
      return { text, origin, overlap: 0 };
    },
  };
}

/**
 * Reads bytes as UTF-8; a byte that is none stands for itself, as in Latin-1.
 * @param atOf - where a byte begins in the source
 */
export function addBytes(
  view: ViewBuilder,
  bytes: ArrayLike<number>,
  atOf: (index: number) => number,
): void {
  for (let index = 0; index < bytes.length; ) {
    const first = bytes[index] ?? 0;
    const count = lengthInBytes(first);
    let code = count === 1 ? first : first & (0x7f >> count);
    let read = 1;
    for (; read < count; read += 1) {
      const next = bytes[index + read] ?? 0;
      if (next >> 6 !== 0b10) break;
      code = (code << 6) | (next & 0x3f);
    }
    const isWhole = read === count && code <= 0x10ffff;
    view.add(String.fromCodePoint(isWhole ? code : first), atOf(index));
    index += isWhole ? count : 1;
  }
}

/** Of a character that begins with this byte; 1 also for what begins none. */
export function lengthInBytes(first: number): 1 | 2 | 3 | 4 {
  if (first < 0xc2 || first > 0xf4) return 1;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
