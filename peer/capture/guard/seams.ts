/**
 * Strings that follow one another are read as one text, with a seam between them: what was one to its
 * reader may be several in the page. No page shows these signs, and they are of one byte.
 */

export const SEAM = "\x7f";
/** After what has left already: it cannot be masked any more. */
export const LEFT_SEAM = "\x80";
/** Both, for a class of a regular expression. */
export const SEAMS = "\\x7f\\x80";

export const isSeam = (code: number) => code === 0x7f || code === 0x80;
