/** Attributes of nodes that the page lane alone has, by their names there. */

/** The picture of this element, by its name. */
export const ASSET_ATTRIBUTE = "alongside-asset";
/** The rules of this element, by the name of their sheet. */
export const SHEET_ATTRIBUTE = "alongside-sheet";
/** `WIDTHxHEIGHT` of a picture in its own pixels. */
export const NATURAL_SIZE_ATTRIBUTE = "alongside-natural-size";
/** A box that is neither checked nor not. */
export const INDETERMINATE_ATTRIBUTE = "alongside-indeterminate";
/** An empty box in the place of what the page's author, or its site, keeps to the customer. */
export const PRIVATE_ATTRIBUTE = "alongside-private";
