/** Numbers of bank accounts (IBAN): of a country, of its length, with the right check digits. */
import type { Report } from "./finder.ts";
import { SEAMS } from "./seams.ts";

/** Countries and their lengths. Source: the registry that SWIFT keeps, release 99. */
const LENGTHS = new Map(
  "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30"
    .match(/\D\D\d\d/g)
    ?.map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const BEGINNING = /(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}/g;
const SIGN = new RegExp(`[ \\-${SEAMS}]{0,3}[A-Za-z0-9]`, "y");

export function findIbans(text: string, report: Report): void {
  BEGINNING.lastIndex = 0;
  for (let found = BEGINNING.exec(text); found; found = BEGINNING.exec(text)) {
    const length = LENGTHS.get(found[0].slice(0, 2).toUpperCase());
    if (length === undefined) continue;
    let signs = found[0];
    let end = BEGINNING.lastIndex;
    while (signs.length < length) {
      SIGN.lastIndex = end;
      const next = SIGN.exec(text);
      if (!next) break;
      signs += next[0].at(-1);
      end = SIGN.lastIndex;
    }
    if (signs.length < length || /[A-Za-z0-9]/.test(text[end] ?? "")) continue;
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
