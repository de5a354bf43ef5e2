/**
 * Whether an address holds a drawing of lines and colours and nothing else, as the ticks and arrows
 * of a page's controls are: no letters, no words, no picture within.
 */
const TAG =
  /<(?:svg|g|path|rect|circle|ellipse|line|polyline|polygon)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>|<\/\w+>|\s+/gy;
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** Numbers, and the letters of a path. */
const DRAWN = /^[\s\d.,+\-eEmMlLhHvVcCsSqQtTaAzZ%]*$/;
const DRAWN_ATTRIBUTES =
  /^(?:d|points|c?[xy][12]?|r[xy]?|width|height|viewBox|(?:stroke|fill)-(?:width|opacity|miterlimit|dasharray|dashoffset)|opacity|version)$/;
const WORDS: Record<string, RegExp> = {
  xmlns: /^http:\/\/www\.w3\.org\/2000\/svg$/,
  "xmlns:xlink": /^http:\/\/www\.w3\.org\/1999\/xlink$/,
  fill: /^(?:none|currentColor|white|black|#[\da-f]{3,8}|rgba?\([\d\s.,%/]+\))$/i,
  stroke: /^(?:none|currentColor|white|black|#[\da-f]{3,8}|rgba?\([\d\s.,%/]+\))$/i,
  "stroke-linecap": /^(?:butt|round|square)$/,
  "stroke-linejoin": /^(?:miter|round|bevel)$/,
  "fill-rule": /^(?:evenodd|nonzero)$/,
  "clip-rule": /^(?:evenodd|nonzero)$/,
  preserveAspectRatio: /^(?:none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max))(?: (?:meet|slice))?$/,
  transform: /^(?:(?:translate|rotate|scale|skew[XY]|matrix)\([\d\s.,e+-]*\)\s*)*$/,
};
/** What takes more is no control's. A signature is drawn of lines too, and of many more. */
const LONGEST_LENGTH = 1_000;

/** @param address - one that holds what it is of: `data:` */
export function isPlainDrawing(address: string): boolean {
  const drawing = address.length <= LONGEST_LENGTH ? drawingIn(address) : undefined;
  if (drawing === undefined) return false;
  const tags = new RegExp(TAG);
  for (let at = 0; at < drawing.length; at = tags.lastIndex) {
    tags.lastIndex = at;
    const [, attributes = ""] = tags.exec(drawing) ?? [];
    if (tags.lastIndex <= at || !arePlain(attributes)) return false;
  }
  return true;
}

function arePlain(attributes: string): boolean {
  for (const [, name = "", inDouble, inSingle] of attributes.matchAll(ATTRIBUTE)) {
    const value = inDouble ?? inSingle ?? "";
    const pattern = DRAWN_ATTRIBUTES.test(name) ? DRAWN : WORDS[name];
    if (!pattern?.test(value)) return false;
  }
  return true;
}

function drawingIn(address: string): string | undefined {
  const [, isBase64, written] =
    /^\s*data:image\/svg\+xml(?:;charset=[\w-]+)?(;base64)?,(.*)$/is.exec(address) ?? [];
  if (written === undefined) return undefined;
  try {
    return isBase64 ? atob(written) : decodeURIComponent(written);
  } catch {
    return undefined;
  }
}
