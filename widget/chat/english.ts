/** For our own words: they are English, whatever language and direction the page has. */
export const ENGLISH = { dir: "ltr", lang: "en" } as const;
