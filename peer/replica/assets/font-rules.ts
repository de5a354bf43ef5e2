/**
 * Fonts that came after the rules that name them. No variable may stand in such a rule, so it is
 * written anew, in its own place: later rules come with the number of their place.
 */

const STAND_IN = /local\(["']?alongside-asset-(\d+)["']?\)/g;

type RuleList = Pick<CSSStyleSheet, "cssRules" | "insertRule" | "deleteRule">;

/** @param addressOf - of a font that is here; nothing for one that is not */
export function writeFonts(
  document: Document,
  addressOf: (name: number) => string | undefined,
): void {
  for (const sheet of [...document.styleSheets, ...document.adoptedStyleSheets]) {
    writeIn(sheet, addressOf);
  }
}

function writeIn(list: RuleList, addressOf: (name: number) => string | undefined): void {
  for (let place = 0; place < list.cssRules.length; place += 1) {
    const rule = list.cssRules[place] as CSSRule;
    if (rule.type === CSSRule.FONT_FACE_RULE) writeRule(list, place, addressOf);
    // Media, layers, supports: fonts may stand in any of them, but not in a rule of style.
    else if (rule.type !== CSSRule.STYLE_RULE && isRuleList(rule)) writeIn(rule, addressOf);
  }
}

function writeRule(
  list: RuleList,
  place: number,
  addressOf: (name: number) => string | undefined,
): void {
  const css = list.cssRules[place]?.cssText ?? "";
  const written = css.replace(STAND_IN, (standIn, name: string) => {
    const address = addressOf(Number(name));
    return address === undefined ? standIn : `url("${address}")`;
  });
  if (written === css) return;
  list.insertRule(written, place);
  list.deleteRule(place + 1);
}

function isRuleList(rule: CSSRule): rule is CSSRule & RuleList {
  return "insertRule" in rule && "cssRules" in rule;
}
