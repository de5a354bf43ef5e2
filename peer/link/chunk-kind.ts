/** What the first byte of a chunk on the page and control lanes says; one bit each. */
export const MORE = 0;
/** The last chunk of its message. */
export const LAST = 1;
/** Page lane only: a new stream begins with this chunk. */
export const BEGINS = 2;
