/** Makes room for the bar on top of the page, and gives it back exactly as it was. */
const BAR_PX = 48;
const NARROW_BAR_PX = 56;
const NARROW_PAGE_PX = 600;

/** @returns gives the room back */
export function makeRoomForBar(): () => void {
  const page = document.documentElement;
  const { style } = page;
  const value = style.getPropertyValue("padding-top");
  const priority = style.getPropertyPriority("padding-top");
  const hadStyle = page.hasAttribute("style");
  const room = innerWidth <= NARROW_PAGE_PX ? NARROW_BAR_PX : BAR_PX;
  style.setProperty("padding-top", `${room}px`, "important");
  return () => {
    // A page that has written itself anew since: this root is no longer in it.
    if (!page.isConnected) return;
    if (value === "") style.removeProperty("padding-top");
    else style.setProperty("padding-top", value, priority);
    if (!hadStyle && style.length === 0) page.removeAttribute("style");
  };
}
