/** Tells apart what the value of one declaration is made of, from its first character to its last. */
import { BEGUN_STRING, COMMENT, ESCAPE, NAME, plainName, STRING, unescaped } from "./css-tokens.ts";

export interface ValueToken {
  what: "comment" | "string" | "address" | "hash" | "number" | "function" | "name" | "other";
  /** As it was written. */
  text: string;
  /** Of an address or a string, without quotes and escapes. */
  plain: string;
}

const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?(?:%|${NAME})?`;
const TOKEN = `(${COMMENT})|(${BEGUN_STRING})|(${NUMBER})|(#${NAME})|(@?${NAME}\\(?)|${ESCAPE}|[\\s\\S]`;
const ADDRESS = new RegExp(
  `\\(\\s*(?:(${STRING})[^()]*(?:\\([^()]*\\)[^()]*)*|((?:\\\\[\\s\\S]|[^"')\\\\])*))\\)?`,
  "y",
);

export function* valueTokens(value: string): Generator<ValueToken> {
  const tokens = new RegExp(TOKEN, "gi");
  let depth = 0;
  /** In an `image-set(...)` a plain string is an address too. */
  let imageSetDepth = 0;
  for (let token = tokens.exec(value); token; token = tokens.exec(value)) {
    const [text, comment, string, number, hash, name] = token;
    if (text === "(") depth += 1;
    if (text === ")") depth -= 1;
    if (depth < imageSetDepth) imageSetDepth = 0;
    if (comment !== undefined) yield { what: "comment", text, plain: "" };
    else if (string !== undefined) {
      const plain = unescaped(string.replace(/^["']|["']$/g, ""));
      yield { what: imageSetDepth > 0 ? "address" : "string", text, plain };
    } else if (number !== undefined) yield { what: "number", text, plain: "" };
    else if (hash !== undefined) yield { what: "hash", text, plain: "" };
    else if (name?.endsWith("(")) {
      const plain = plainName(name.slice(0, -1));
      if (plain === "url" || plain === "src") {
        const address = addressAt(value, tokens.lastIndex - 1);
        tokens.lastIndex += address.length - 1;
        yield { what: "address", text: text + address.text, plain: address.plain };
        continue;
      }
      depth += 1;
      if (plain.endsWith("image-set")) imageSetDepth = depth;
      yield { what: "function", text, plain };
    } else yield { what: name === undefined ? "other" : "name", text, plain: "" };
  }
}

/** @param parenthesis - where it opens */
function addressAt(value: string, parenthesis: number) {
  ADDRESS.lastIndex = parenthesis;
  const [whole = "(", quoted, bare = ""] = ADDRESS.exec(value) ?? [];
  const plain = quoted === undefined ? unescaped(bare).trim() : unescaped(quoted.slice(1, -1));
  return { text: whole.slice(1), length: whole.length, plain };
}
