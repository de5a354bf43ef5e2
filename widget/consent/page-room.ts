/**
 * Makes room for the bar on top of the page with one sheet that the document adopts: none of the
 * page's own nodes is touched.
 */
const BAR_PX = 48;
const NARROW_BAR_PX = 56;
const NARROW_PAGE_PX = 600;

export interface PageRoom {
  /** A page that sets its list of sheets anew may have left ours out. */
  keep(): void;
  giveBack(): void;
}

export function makeRoomForBar(): PageRoom {
  const room = innerWidth <= NARROW_PAGE_PX ? NARROW_BAR_PX : BAR_PX;
  const sheet = new CSSStyleSheet();
  // More specific than what a page says of its root by classes and an id.
  sheet.replaceSync(`:root:not(#a#a) { padding-top: ${room}px !important; }`);
  const keep = () => {
    const { adoptedStyleSheets } = document;
    if (!adoptedStyleSheets.includes(sheet)) {
      document.adoptedStyleSheets = [...adoptedStyleSheets, sheet];
    }
  };
  keep();
  return {
    keep,
    giveBack() {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    },
  };
}
