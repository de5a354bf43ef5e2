/** What is not planted, because nobody could keep it: each with its reason, which every run prints. */
export const EXCEPTIONS: readonly string[] = [
  "Where all is private by default, names of elements and attributes, ids, classes, slots, parts, " +
    "languages and names of fonts leave: the page's style rules hang on them.",
  "A field that was a password before the session began, and has no sign of it any more: before " +
    "consent nothing looks at the page.",
  "Names that a style sheet declares by themselves, in rules that are for no element: of fonts, animations, " +
    "styles of counters, layers, containers and namespaces, and ids that no element has. They are the page's " +
    "code, the same for every visitor; what a rule says to a redacted part is planted.",
];
