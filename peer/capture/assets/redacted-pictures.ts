/**
 * The pictures that CSS gives to redacted parts. A sheet leaves whole, whoever its rules are for; what
 * a redacted part shows by them must not. A picture that other parts show too stays out with it.
 */
import { replaceAddresses } from "../../styles/css-addresses.ts";

const PSEUDO_ELEMENTS = [null, "::before", "::after"];
const PICTURES = [
  "background-image",
  "border-image-source",
  "content",
  "cursor",
  "list-style-image",
  "mask-image",
];
/** Elements that are looked at: however large a part is, the page must not be held up by it. */
const ELEMENTS_COUNT = 1_000;

/** Absolute addresses. @param parts - each with all that is in it */
export function picturesOfParts(parts: Iterable<Element>): Set<string> {
  const addresses = new Set<string>();
  let count = 0;
  for (const part of parts) {
    for (const element of [part, ...part.querySelectorAll("*")]) {
      count += 1;
      if (count > ELEMENTS_COUNT) return addresses;
      for (const pseudo of PSEUDO_ELEMENTS)
        addPictures(getComputedStyle(element, pseudo), addresses);
    }
  }
  return addresses;
}

function addPictures(style: CSSStyleDeclaration, addresses: Set<string>): void {
  for (const name of PICTURES) {
    const value = style.getPropertyValue(name);
    if (!value.includes("url(")) continue;
    replaceAddresses(value, {
      onAddress(address) {
        addresses.add(address);
        return undefined;
      },
      onImport: "keep",
    });
  }
}
