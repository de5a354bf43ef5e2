/**
 * CSS without addresses that a browser would fetch. The viewer's policy refuses them anyway; so the
 * agent's browser does not even try.
 */
const EMBEDDED = /^\s*(?:data:|blob:|#)/i;
const FUNCTION = /\b(url|src)\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))\s*\)/gi;
/** A sheet named by text alone; one in `url(...)` has lost its address above. */
const IMPORT = /@import\s*(?:"[^"]*"|'[^']*'|url\([^)]*\))[^;]*;?/gi;
/** `image-set("a.png" 1x)`: images named by text. */
const IMAGE_SET = /\bimage-set\((?:[^()]|\([^()]*\))*\)/gi;

export function withoutAddresses(css: string): string {
  if (!/url\(|src\(|@import|image-set\(/i.test(css)) return css;
  return css
    .replace(IMPORT, "")
    .replace(IMAGE_SET, "none")
    .replace(FUNCTION, (whole, _name, double, single, bare) => {
      const address: string = double ?? single ?? bare ?? "";
      return EMBEDDED.test(address) ? whole : 'url("data:,")';
    });
}
