/**
 * What fills the screen makes everything outside it inert in some browsers. An ordinary element can
 * hold ours; a video, a picture or a frame shows nothing that is put into it.
 */
const SHOWS_NO_CONTENT = "video, img, canvas, iframe, embed, object, svg, input, textarea, select";

/** The element that fills the screen, also within open shadow roots, unless it is the whole page. */
export function fillingElement(): Element | undefined {
  let element = document.fullscreenElement;
  while (element?.shadowRoot?.fullscreenElement) element = element.shadowRoot.fullscreenElement;
  return element && element !== document.documentElement ? element : undefined;
}

export function canHold(element: Element): boolean {
  return element.shadowRoot === null && !element.matches(SHOWS_NO_CONTENT);
}

/**
 * Puts all of ours into a modal dialog, the one thing that lies in front of a full screen without
 * being inside it. What fills the screen goes on, but does not react meanwhile.
 * @returns puts it back
 */
export function openStage(root: ShadowRoot): () => void {
  const stage = document.createElement("dialog");
  stage.className = "stage";
  stage.ariaLabel = "Cobrowse";
  stage.tabIndex = -1;
  stage.append(...root.childNodes);
  root.append(stage);
  stage.showModal();
  // Not one of our buttons: a key meant for the video must not press it.
  stage.focus();
  return () => {
    stage.close();
    stage.replaceWith(...stage.childNodes);
  };
}
