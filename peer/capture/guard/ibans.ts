/** Numbers of bank accounts (IBAN): of a country, of its length, with the right check digits. */
import type { Report } from "./finder.ts";
import { SEAMS } from "./seams.ts";

/**
 * Countries, and what stands after the two check digits: so many digits (n), letters (a) or either (c).
 * Source: the registry that SWIFT keeps, release 99.
 */
const FORMS =
  "AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR5n1n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c";
const SIGNS: Record<string, string> = { n: "[0-9]", a: "[A-Z]", c: "[0-9A-Z]" };
const ACCOUNTS = new Map(
  FORMS.split(" ").map((entry) => {
    const parts = [...entry.matchAll(/(\d+)([nac])/g)];
    const source = parts.map(([, count, sign = ""]) => `${SIGNS[sign]}{${count}}`).join("");
    const length = parts.reduce((sum, [, count]) => sum + Number(count), 4);
    return [entry.slice(0, 2), { length, form: new RegExp(`^.{4}${source}$`) }];
  }),
);

const BEGINNING = new RegExp(
  `(?<![A-Za-z0-9])[A-Za-z][${SEAMS}]*[A-Za-z][${SEAMS}]*[0-9][${SEAMS}]*[0-9]`,
  "g",
);
const SEAM_RUN = new RegExp(`[${SEAMS}]+`, "g");
/** The next one, after what parts groups: little within a string, any white space between two. */
const SIGN = new RegExp(`(?:[ +\\-]{0,2}|\\s*(?:[${SEAMS}]\\s*)+)[A-Za-z0-9]`, "y");

export function findIbans(text: string, report: Report): void {
  BEGINNING.lastIndex = 0;
  for (let found = BEGINNING.exec(text); found; found = BEGINNING.exec(text)) {
    let signs = found[0].replace(SEAM_RUN, "").toUpperCase();
    const account = ACCOUNTS.get(signs.slice(0, 2));
    if (!account) continue;
    let end = BEGINNING.lastIndex;
    while (signs.length < account.length) {
      SIGN.lastIndex = end;
      const next = SIGN.exec(text);
      if (!next) break;
      signs += next[0].at(-1)?.toUpperCase();
      end = SIGN.lastIndex;
    }
    if (!account.form.test(signs) || /[A-Za-z0-9]/.test(text[end] ?? "")) continue;
    if (restOf97(signs.slice(4) + signs.slice(0, 4)) !== 1) continue;
    report(found.index, end, "iban");
    BEGINNING.lastIndex = end;
  }
}

/** Letters count as two digits, A as 10. */
function restOf97(signs: string): number {
  let rest = 0;
  for (const sign of signs) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
