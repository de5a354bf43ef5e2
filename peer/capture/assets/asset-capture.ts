/**
 * The pictures, style sheets and fonts of the customer's page, for as long as it is captured: named
 * while nodes leave, which waits for nothing; read and sent afterwards, on a lane of their own.
 */
import { createOutgoingCssText, type OutgoingCssText } from "../redaction/css-text.ts";
import type { HiddenParts } from "../redaction/hidden-parts.ts";
import { createRedactedLooks } from "../redaction/redacted-looks.ts";
import { type CheckText, createAssetContent } from "./asset-content.ts";
import { createAssetNames, type NamedAsset } from "./asset-names.ts";
import { createAssetOrder } from "./asset-order.ts";
import { createAssetReader } from "./asset-reader.ts";
import { type AssetLane, createAssetSender } from "./asset-sender.ts";
import { createLoadedAddresses } from "./loaded-addresses.ts";
import { namedCss, picturelessCss } from "./named-css.ts";
import { type Attributes, createPictures, isPicture } from "./pictures.ts";
import { createSettling } from "./settling.ts";
import { createSheets } from "./sheets.ts";

export interface AssetCaptureOptions {
  /** Origins besides the page's own that may be asked for what the page has loaded from them. */
  assetOrigins: readonly string[];
  nodeOf(id: number): Node | null;
  /** Below 1 if the node was not recorded. */
  idOf(node: Node): number;
  /** It is part of something that leaves as an empty box: what is redacted, and parts of our own. */
  isBoxed(node: Node): boolean;
  hidden: HiddenParts;
  /** Whether anything of the page may leave now. */
  mayLeave(): boolean;
  /** A text that a redacted part shows by CSS. */
  onSeen(text: string): void;
  checkText: CheckText;
  onChange(id: number, attributes: Attributes): void;
}

/** What CSS is that is no rules: of an element's own, or the value of one property of a rule. */
export type CssOf = { element: Element } | { property: string };

/** What stands on the page lane in the place of addresses. */
export interface LeavingAssets {
  /**
   * @param css - relative to `baseUrl`; rules, where nothing else is said
   * @returns it with numbers for addresses, and without what it says to redacted parts
   */
  css(css: string, baseUrl: string, of?: CssOf): string;
  /** Attributes of a picture, without its addresses: as it is added, or on top of what was told. */
  pictureAdded(picture: Element): Attributes;
  pictureChanged(picture: Element): Attributes;
  /** Attributes of an element with the sheet that the recorder has read, or of a link without one. */
  sheet(element: Element, css: string): Attributes;
  link(link: Element): Attributes;
  /** The recorder has told of a change: what redacted parts show may be another. */
  pageChanged(): void;
  /** A document or component that leaves, with pictures of its own. */
  lookAfter(root: Node): void;
}

export interface AssetCapture extends LeavingAssets {
  /** Other rules are in force: what sheets may say by them is told under new names. */
  startSheetsAfresh(): void;
  stop(): void;
}

export function startAssetCapture(lane: AssetLane, options: AssetCaptureOptions): AssetCapture {
  const { assetOrigins, nodeOf, idOf, isBoxed, hidden, checkText, onChange } = options;
  const stopped = new AbortController();
  const ended = stopped.signal;

  const sender = createAssetSender(
    lane,
    {
      onReady: () => settling.lookAgain(),
      onRoom: () => settling.goOn(),
      onWanted: (hash) => settling.sendAgain(hash),
    },
    ended,
  );
  const names = createAssetNames({
    onNamed: (asset) => settling.add(asset),
    onForgotten: (asset) => settling.forget(asset),
  });
  const loaded = createLoadedAddresses((addresses) => {
    pictures.onLoaded(addresses);
    settling.lookAgain();
  }, ended);
  const { isMasked } = hidden;
  const onShown = (asset: NamedAsset) => settling.shown(asset);
  const pictures = createPictures({
    ...{ names, loaded, nodeOf, idOf, isBoxed, isMasked, onChange, onShown },
  });
  const looks = createRedactedLooks({ hidden, onSeen: options.onSeen, ended });
  const cssText = createOutgoingCssText({ hidden, looks });
  // What leaves with the page cannot wait to be looked at, as sheets do.
  const inlineCssText = createOutgoingCssText({ hidden, looks: looks.ofNow });
  const css = (text: string, baseUrl: string, of?: CssOf) => {
    const open = withoutRedacted(inlineCssText, text, of);
    if (of && "element" in of && isMasked(of.element)) return picturelessCss(open);
    return namedCss(open, baseUrl, (addresses, kind) => names.inCss(kind, addresses)?.name);
  };
  const sheets = createSheets({ names, inline: css, idOf, isBoxed, onChange });
  const { shownBy } = pictures;
  const reader = createAssetReader(assetOrigins, ended);
  const settling = createSettling({
    loaded,
    order: createAssetOrder(shownBy),
    content: createAssetContent({ names, reader, cssText, looks, checkText, shownBy }),
    sender,
    shownBy,
    isHidden: pictures.isHidden,
    looks,
    mayLeave: options.mayLeave,
    ended,
  });

  const onLoad = ({ target }: Event) => {
    const element = target as Element;
    if (element.nodeName === "LINK") {
      // The recorder listens at the link itself, and so is told after us.
      setTimeout(() => {
        if (!ended.aborted) sheets.onLoad(element as HTMLLinkElement);
      });
    } else if (isPicture(element)) {
      const id = idOf(element);
      if (id < 1) return;
      const attributes = pictures.asChanged(element);
      if (Object.keys(attributes).length > 0) onChange(id, attributes);
      settling.lookAgain();
    }
  };
  const roots = new WeakSet<Node>();
  const lookAfter = (root: Node) => {
    // With each snapshot: the page may have been private until now.
    if (root === document) settling.lookAgain();
    if (roots.has(root)) return;
    roots.add(root);
    // These events do not bubble, and do not leave a component; they are seen on their way down.
    for (const name of ["load", "error", "loadedmetadata"]) {
      root.addEventListener(name, onLoad, { capture: true, signal: ended });
    }
    const { defaultView } = root as Partial<Document>;
    if (defaultView) loaded.watch(defaultView as Window & typeof globalThis);
  };
  lookAfter(document);
  // Who saves data waits for what is far away to come nearer.
  window.addEventListener("scroll", () => settling.lookAgain(), {
    capture: true,
    passive: true,
    signal: ended,
  });
  lane.read(sender.receive);

  return {
    css,
    pictureAdded: pictures.asAdded,
    pictureChanged: pictures.asChanged,
    sheet: sheets.asText,
    link: (link) => sheets.asLinked(link as HTMLLinkElement),
    pageChanged: looks.changed,
    lookAfter,
    startSheetsAfresh: () => names.forgetSheets().forEach(settling.withhold),
    stop: () => stopped.abort(),
  };
}

function withoutRedacted(cssText: OutgoingCssText, css: string, of: CssOf | undefined): string {
  if (of === undefined) return cssText.rules(css);
  return "element" in of ? cssText.own(css, of.element) : cssText.value(of.property, css);
}
