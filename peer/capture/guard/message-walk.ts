/**
 * Every string, number and key of a message, in the order of the document: first what an object says of
 * itself, then what is in it. It knows nothing of what a message means.
 */

/** A list or an object on the way down. */
export interface Branch {
  holder: Record<string | number, unknown>;
  /** What it stands under in the branch above. */
  key: string | number;
  above: Branch | undefined;
  /** The last name on the way; a list has none of its own. */
  name: string;
  depth: number;
}

export interface Visitor {
  /** @returns the name that it goes by from here on */
  onKey(key: string, branch: Branch): string;
  onString(text: string, branch: Branch, key: string | number): void;
  /** It throws when it is read. */
  onUnreadable(branch: Branch, key: string | number): void;
  onNumber(number: number, branch: Branch, key: string | number): void;
}

/** So many values, or characters of them, are one step. */
const STEP_COUNT = 200;
export const STEP_LENGTH = 4_000;

/** What is deeper cannot be written as JSON either, or is inside itself. */
const DEEPEST_COUNT = 10_000;

/** @throws {RangeError} if it has no end */
export function* walk(message: object, visitor: Visitor): Generator<void, void> {
  let count = 0;
  let length = 0;
  const root = message as Branch["holder"];
  const waiting: Array<{ branch: Branch; keys: string[] | undefined; at: number }> = [];
  const enter = (branch: Branch) => {
    if (branch.depth > DEEPEST_COUNT) throw new RangeError("a message without an end");
    const keys = Array.isArray(branch.holder) ? undefined : Object.keys(branch.holder);
    keys?.forEach((key, at) => {
      keys[at] = visitor.onKey(key, branch);
    });
    waiting.push({ branch, keys, at: 0 });
  };
  enter({ holder: root, key: "", above: undefined, name: "", depth: 0 });
  for (let top = waiting.at(-1); top; top = waiting.at(-1)) {
    const { branch, keys, at } = top;
    if (at === (keys ?? (branch.holder as unknown as unknown[])).length) {
      waiting.pop();
      continue;
    }
    top.at += 1;
    const key = keys?.[at] ?? at;
    const value = readAt(branch.holder, key);
    count += 1;
    if (value === UNREADABLE) visitor.onUnreadable(branch, key);
    else if (typeof value === "string") {
      visitor.onString(value, branch, key);
      length += value.length;
    } else if (typeof value === "number") visitor.onNumber(value, branch, key);
    else if (typeof value === "object" && value !== null) {
      const name = typeof key === "string" ? key : branch.name;
      const holder = value as Branch["holder"];
      enter({ holder, key, above: branch, name, depth: branch.depth + 1 });
    }
    if (count < STEP_COUNT && length < STEP_LENGTH) continue;
    yield;
    count = length = 0;
  }
}

const UNREADABLE = Symbol("unreadable");

function readAt(holder: Branch["holder"], key: string | number): unknown {
  try {
    return holder[key];
  } catch {
    return UNREADABLE;
  }
}

/** Keys from the message down to what stands under the last one. */
export function pathTo(branch: Branch, key: string | number): Array<string | number> {
  const path = [key];
  for (let at = branch; at.above; at = at.above) path.push(at.key);
  return path.reverse();
}

/**
 * @throws {TypeError} if the message itself is frozen: then it cannot be changed, and must not leave.
 * Parts of it that are frozen are copied.
 */
export function write(branch: Branch, key: string | number, value: unknown): void {
  try {
    branch.holder[key] = value;
  } catch (error) {
    if (!branch.above) throw error;
    const { holder } = branch;
    branch.holder = (Array.isArray(holder) ? [...holder] : { ...holder }) as Branch["holder"];
    branch.holder[key] = value;
    write(branch.above, branch.key, branch.holder);
  }
}

/** Gives what stands under a key another one, at the same place. */
export function rename(branch: Branch, from: string, to: string): void {
  const { holder } = branch;
  const entries = Object.entries(holder);
  for (const [key] of entries) delete holder[key];
  for (const [key, value] of entries) {
    Object.defineProperty(holder, key === from ? to : key, {
      ...{ value, configurable: true, enumerable: true, writable: true },
    });
  }
}
