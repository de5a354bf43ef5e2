/** Numbers that shops and offices show all the time and that are no secrets, made from a seed. */
import { pick, signs } from "../support/made-up-secrets.ts";

type Random = () => number;

const DIGITS = "0123456789";
const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const HEX = "0123456789abcdef";

/** `#` is a digit, `@` a letter, `?` a hexadecimal one; anything else is itself. */
const filled = (random: Random, form: string) =>
  form.replace(/[#@?]/g, (sign) =>
    signs(random, 1, sign === "#" ? DIGITS : sign === "@" ? LETTERS : HEX),
  );

const number = (random: Random, most: number) => Math.floor(random() * most);
const two = (value: number) => String(value).padStart(2, "0");

function date(random: Random): string {
  const [year, month, day] = [
    2015 + number(random, 15),
    1 + number(random, 12),
    1 + number(random, 28),
  ];
  const time = `${two(number(random, 24))}:${two(number(random, 60))}`;
  return pick(random, [
    `${year}-${two(month)}-${two(day)}`,
    `${year}-${two(month)}-${two(day)}T${time}:${two(number(random, 60))}.${number(random, 1000)}Z`,
    `${two(day)}.${two(month)}.${year}, ${time}`,
    `${two(month)}/${two(day)}/${year} ${time}`,
    `${day} ${pick(random, ["January", "May", "August"])} ${year}`,
    `${year}${two(month)}${two(day)}${two(number(random, 24))}${two(number(random, 60))}00`,
  ]);
}

function article(random: Random): string {
  const body =
    pick(random, ["400", "426", "501", "761", "300", "978", "45"]) + signs(random, 9, DIGITS);
  const digits = body.slice(0, 12);
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 3 : 1), 0);
  return digits + ((10 - (sum % 10)) % 10);
}

const forms =
  (...all: string[]) =>
  (random: Random) =>
    filled(random, pick(random, all));

/** Each kind, as it stands in a page. */
export const MADE_UP_NUMBERS: Readonly<Record<string, (random: Random) => string>> = {
  "order numbers": forms(
    "#1#####",
    "Order 10####",
    "3##-#######-#######",
    "SO-2026-#####",
    "W#########",
    "ORD-########-@@",
    "R#########",
  ),
  "order numbers of 16 digits": forms("################"),
  "invoice and customer numbers": forms(
    "INV-####-####",
    "RE2026-######",
    "KD ########",
    "C-######",
    "##########",
    "DE#########",
  ),
  "telephone numbers": forms(
    "+44 20 #### ####",
    "+49 30 ########",
    "(2##) 555-01##",
    "+1-2##-555-01##",
    "0## ### ## ##",
    "+33 6 ## ## ## ##",
    "07### ######",
    "0800-###-####",
    "+81-3-####-####",
  ),
  dates: date,
  prices: (random) => {
    const pounds = number(random, 100_000) / 100;
    return pick(random, [
      `£${pounds}`,
      `${pounds.toFixed(2)} €`,
      `$${pounds.toLocaleString("en")}`,
      `CHF ${pounds}`,
    ]);
  },
  "article numbers (EAN)": article,
  "article numbers of their own": forms(
    "@@-####-@@",
    "@@######",
    "####-##-###",
    "@###@##",
    "SKU ##########",
    "@@######@",
  ),
  "tracking numbers": forms(
    "1Z###@##############",
    "94001################# ##",
    "############",
    "JD0146000########",
    "@@#########GB",
    "003404341########### ",
    "#### #### ####",
    "96###################",
  ),
  identifiers: forms(
    "????????-????-4???-8???-????????????",
    "????????????????????????????????????????",
    "????????",
    "pk_live_????????????????",
    "prod_?????????????",
  ),
  "coordinates and sizes": forms(
    "5#.######, -#.######",
    "M#.### #.###L##.#,##.#",
    "## ## ## ## ## ## ##",
    "###.################px",
    "0.##############",
    "#### × #### px",
    "40 42 44 46 48 50 52 54",
  ),
  "books and devices": forms(
    "978-#-##-######-#",
    "35-######-######-#",
    "89################# #",
    "v#.##.#",
    "192.168.#.##",
    "##:??:##:??:##:??",
  ),
};
