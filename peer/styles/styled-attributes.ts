/** Attributes of drawings (SVG) that may name something by `url(...)` as CSS does. */
export const STYLED_ATTRIBUTES: readonly string[] = [
  "clip-path",
  "cursor",
  "fill",
  "filter",
  "marker",
  "marker-end",
  "marker-mid",
  "marker-start",
  "mask",
  "stroke",
];
