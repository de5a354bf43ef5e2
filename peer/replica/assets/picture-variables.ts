/**
 * The pictures that a replica's CSS names. They are variables of the root: a rule may use one long
 * before its picture is here, wherever it stands (in a component, before an element, in a style
 * attribute), and setting it changes no rule of the page, whose places must stay as they are.
 */
import { pictureVariable } from "../harmless-styles.ts";

export interface PictureVariables {
  /** A document of the page: its own, or that of a frame in it. */
  add(document: Document): void;
  set(name: number, address: string): void;
  /** Writes what was set since; all of it where the page has thrown out what was written. */
  write(): void;
}

export function createPictureVariables(): PictureVariables {
  const addresses = new Map<number, string>();
  const unwritten = new Set<number>();
  const sheets = new Map<Document, HTMLStyleElement | undefined>();

  function rootRuleOf(document: Document): CSSStyleRule | undefined {
    const sheet = document.createElement("style");
    // Where the replayer has its own: before the head, outside of what the recorder knows.
    document.documentElement.prepend(sheet);
    sheets.set(document, sheet);
    sheet.sheet?.insertRule(":root {}");
    return sheet.sheet?.cssRules[0] as CSSStyleRule | undefined;
  }

  function writeIn(document: Document): void {
    const standing = sheets.get(document);
    const isStanding = standing?.isConnected && standing.sheet;
    const rule = isStanding ? (standing.sheet?.cssRules[0] as CSSStyleRule) : rootRuleOf(document);
    for (const name of isStanding ? unwritten : addresses.keys()) {
      // The page may have a variable of that name; it has no picture for it.
      rule?.style.setProperty(pictureVariable(name), `url("${addresses.get(name)}")`, "important");
    }
  }

  return {
    add: (document) => void (sheets.has(document) || sheets.set(document, undefined)),
    set(name, address) {
      if (addresses.get(name) === address) return;
      addresses.set(name, address);
      unwritten.add(name);
    },
    write() {
      for (const document of [...sheets.keys()]) {
        if (!document.defaultView) sheets.delete(document);
        else if (document.documentElement && addresses.size > 0) writeIn(document);
      }
      unwritten.clear();
    },
  };
}
