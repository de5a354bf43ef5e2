/**
 * What ties one replica to the assets of its link: names in its nodes and CSS are followed to what
 * they stand for, at once or when it comes.
 */
import type { AssetKind } from "../../protocol/asset-messages.ts";
import type { RecorderEvent } from "../../protocol/lane-messages.ts";
import { ASSET_NAMES_COUNT } from "../../protocol/limits.ts";
import { MUTATION } from "../../protocol/recorder-events.ts";
import type { NameAsset } from "../harmless-styles.ts";
import { mayHoldPicture } from "../picture-tags.ts";
import { writeFonts } from "./font-rules.ts";
import type { LinkAssets, MissingReason } from "./link-assets.ts";
import { createPictureElements, PICTURE_ATTRIBUTES } from "./picture-elements.ts";
import { createPictureVariables } from "./picture-variables.ts";
import { createSheetElements } from "./sheet-elements.ts";

/** How many parts of the page cannot be shown, by why. */
export type MissingParts = Partial<Record<MissingReason, number>>;

export interface ReplicaAssets {
  /** For the CSS of the page itself. */
  readonly nameAsset: NameAsset;
  /** @returns true for a change that has to wait; it is made later, without being asked again */
  takeBefore(change: RecorderEvent): boolean;
  built(id: number, node: Node): void;
  takeAfter(change: RecorderEvent): void;
  /** At the end of what came at once, before it is seen. */
  write(): void;
  /** Whether no style sheet of the page is awaited any more. */
  isStyled(): boolean;
  /** Resolves when pictures and fonts that are here can be drawn; nothing if they can be now. */
  whenDrawable(): Promise<unknown> | undefined;
  missingParts(): MissingParts;
  close(): void;
}

export interface ReplicaAssetsOptions {
  assets: LinkAssets;
  page: Document;
  nodeOf(id: number): Node | null;
  styled(css: string, nameAsset: NameAsset): string;
  apply(change: RecorderEvent): void;
  onStyled(): void;
}

/** Writing one variable makes a browser look at every element again: 15 ms for 10,000 of them. */
const WRITTEN_EVERY_MS = 100;

export function createReplicaAssets(options: ReplicaAssetsOptions): ReplicaAssets {
  const { assets, page, nodeOf, styled, apply, onStyled } = options;
  const documents = new Set<Document>();
  const inCss: Record<"image" | "font", Set<number>> = { image: new Set(), font: new Set() };
  const variables = createPictureVariables();
  const pictures = createPictureElements({ assets, page, nodeOf });
  const sheets = createSheetElements({
    assets,
    nodeOf,
    apply,
    finish: (css, references) =>
      styled(css, (turn, place) => {
        const name = references[turn];
        return name === undefined ? undefined : nameAsset(name, place);
      }),
  });
  let areFontsDue = false;
  let writtenAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const nameAsset: NameAsset = (name, place) => {
    if (name < 1 || name > ASSET_NAMES_COUNT) return undefined;
    inCss[place].add(name);
    follow(name, place);
    return name;
  };

  function follow(name: number, place: "image" | "font"): void {
    if (place === "font") areFontsDue = true;
    else {
      const named = assets.lookUp(name, "image");
      if (named.state !== "picture") return;
      variables.set(name, named.address);
      pictures.prepare(named.address);
    }
  }

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    writtenAt = Date.now();
    variables.write();
    if (!areFontsDue) return;
    areFontsDue = false;
    for (const document of documents) {
      if (document.defaultView) writeFonts(document, fontAddress);
      else documents.delete(document);
    }
  }

  function fontAddress(name: number): string | undefined {
    const named = assets.lookUp(name, "font");
    return named.state === "font" ? named.address : undefined;
  }

  const endWatch = assets.watch((name) => {
    pictures.settled(name);
    const isSheet = sheets.settled(name);
    if (name !== "all") {
      for (const place of ["image", "font"] as const) {
        if (inCss[place].has(name)) follow(name, place);
      }
    }
    // What a sheet names is there with it.
    if (isSheet) write();
    else timer ??= setTimeout(write, Math.max(0, writtenAt + WRITTEN_EVERY_MS - Date.now()));
    if (isSheet && sheets.areSettled()) onStyled();
  });

  return {
    nameAsset,
    takeBefore(change) {
      if (change.data["source"] === MUTATION) sheets.giveWayTo(change.data);
      return sheets.holdBack(change);
    },
    built(id, node) {
      if (node.nodeType !== Node.ELEMENT_NODE) return;
      const element = node as Element;
      if (element.localName === "html") addDocument(element.ownerDocument);
      if (element.localName === "style") sheets.place(id, element);
      else if (mayHoldPicture(element.localName)) pictures.place(id, element);
    },
    takeAfter({ data }) {
      if (data["source"] !== MUTATION) return;
      for (const { id, attributes } of data["attributes"] as Changed[]) {
        const element = nodeOf(id) as Element | null;
        if (element?.localName === "style") sheets.place(id, element);
        else if (element && mayHoldPicture(element.localName) && changesPicture(attributes)) {
          pictures.place(id, element);
        }
      }
    },
    write,
    isStyled: () => sheets.areSettled(),
    whenDrawable() {
      // Only a page that is laid out has begun to load its fonts.
      page.documentElement?.getBoundingClientRect();
      const waits: Array<Promise<unknown>> = [...pictures.gettingReady()];
      if (page.fonts.status === "loading") waits.push(page.fonts.ready);
      return waits.length > 0 ? Promise.all(waits) : undefined;
    },
    missingParts() {
      const parts: MissingParts = {};
      const seen = new Set<number>();
      const count = (kind: AssetKind, names: Iterable<number>) => {
        for (const name of names) {
          const reason = assets.whyMissing(name, kind);
          if (reason && !seen.has(name)) parts[reason] = (parts[reason] ?? 0) + 1;
          seen.add(name);
        }
      };
      count("style", sheets.names());
      count("image", pictures.names());
      count("image", inCss.image);
      count("font", inCss.font);
      const namelessCount = pictures.namelessCount();
      if (namelessCount > 0) parts["too-many"] = (parts["too-many"] ?? 0) + namelessCount;
      return parts;
    },
    close() {
      endWatch();
      clearTimeout(timer);
    },
  };

  function addDocument(document: Document): void {
    documents.add(document);
    variables.add(document);
  }
}

interface Changed {
  id: number;
  attributes: Record<string, unknown>;
}

const changesPicture = (attributes: Record<string, unknown>) =>
  PICTURE_ATTRIBUTES.some((name) => attributes[name] !== undefined);
