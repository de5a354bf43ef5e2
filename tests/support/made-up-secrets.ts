/**
 * Valid secrets of known shapes that are nobody's, made from a seed. Their check digits are computed
 * here and not by the code that is tested with them.
 */

export type SecretKind = "card" | "iban" | "social-security" | "token" | "key";

export interface MadeUpSecret {
  kind: SecretKind;
  /** Which of its kind, for a report. */
  name: string;
  text: string;
  /** Text that must stand before and after it: without it, it could be anything. */
  label: string;
  after: string;
  /** Whether capitals matter in it. */
  isCased: boolean;
}

type Random = () => number;

const DIGITS = "0123456789";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const WORD = `${UPPER}${UPPER.toLowerCase()}${DIGITS}`;
const HEX = "0123456789abcdef";

export const pick = <T>(random: Random, from: ArrayLike<T>): T =>
  from[Math.floor(random() * from.length)] as T;
export const signs = (random: Random, count: number, from: string) =>
  Array.from({ length: count }, () => pick(random, from)).join("");
const between = (random: Random, from: number, to: number) =>
  String(from + Math.floor(random() * (to - from + 1)));
const two = (number: number | string) => String(number).padStart(2, "0");

/** Begins, and how long the number is, and its groups. */
const CARDS: ReadonlyArray<[name: string, begins: [number, number], groups: number[]]> = [
  ["visa", [4, 4], [4, 4, 4, 4]],
  ["mastercard", [51, 55], [4, 4, 4, 4]],
  ["mastercard", [2221, 2720], [4, 4, 4, 4]],
  ["amex", [34, 34], [4, 6, 5]],
  ["amex", [37, 37], [4, 6, 5]],
  ["discover", [6011, 6011], [4, 4, 4, 4]],
  ["discover", [644, 649], [4, 4, 4, 4]],
  ["diners", [36, 36], [4, 6, 4]],
  ["diners", [300, 305], [4, 4, 4, 4]],
  ["jcb", [3528, 3589], [4, 4, 4, 4]],
  ["unionpay", [620, 625], [4, 4, 4, 4]],
  ["unionpay", [620, 625], [4, 4, 4, 4, 3]],
  ["maestro", [6759, 6763], [4, 4, 4, 4]],
  ["rupay", [60, 60], [4, 4, 4, 4]],
];

function madeUpCard(random: Random): MadeUpSecret {
  const [name, [from, to], groups] = pick(random, CARDS);
  const length = groups.reduce((sum, group) => sum + group, 0);
  const first = between(random, from, to);
  const body = first + signs(random, length - 1 - first.length, DIGITS);
  let sum = 0;
  [...body].reverse().forEach((digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  });
  const number = body + ((10 - (sum % 10)) % 10);
  const separator = pick(random, ["", "", " ", " ", "-", "\u00a0", ".", " - "]);
  return {
    ...{ kind: "card", name, label: "", after: "", isCased: false },
    text: grouped(number, groups, separator),
  };
}

function grouped(text: string, lengths: readonly number[], separator: string): string {
  const parts: string[] = [];
  let rest = text;
  for (const length of [...lengths, text.length]) {
    parts.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return parts.filter((part) => part !== "").join(separator);
}

/** Countries, and what follows the check digits: n digits, a capitals, c either. */
const ACCOUNTS: Record<string, string> = {
  ...{
    DE: "18n",
    GB: "4a14n",
    FR: "10n11c2n",
    NL: "4a10n",
    ES: "20n",
    IT: "1a10n12c",
    CH: "5n12c",
  },
  ...{ AT: "16n", BE: "12n", PL: "24n", SE: "20n", NO: "11n", DK: "14n", PT: "21n", IE: "4a14n" },
  ...{ CZ: "20n", FI: "14n", LU: "3n13c", SA: "2n18c", TR: "5n1n16c", MT: "4a5n18c", RO: "4a16c" },
};

function madeUpIban(random: Random): MadeUpSecret {
  const [country, form] = pick(random, Object.entries(ACCOUNTS));
  const account = [...form.matchAll(/(\d+)([nac])/g)]
    .map(([, count, what]) =>
      signs(random, Number(count), what === "n" ? DIGITS : what === "a" ? UPPER : UPPER + DIGITS),
    )
    .join("");
  const asDigits = [...`${account}${country}00`].map((sign) => Number.parseInt(sign, 36)).join("");
  const number = country + two(98 - Number(BigInt(asDigits) % 97n)) + account;
  const text = random() < 0.5 ? number : grouped(number, Array(8).fill(4), " ");
  return {
    ...{ kind: "iban", name: country, label: "", after: "", isCased: false },
    text: random() < 0.2 ? text.toLowerCase() : text,
  };
}

const social = (name: string, text: string, label = ""): MadeUpSecret => ({
  ...{ kind: "social-security", name, text, label, after: "", isCased: false },
});

const SOCIAL: ReadonlyArray<(random: Random) => MadeUpSecret> = [
  (random) => social("us", `${american(random)[0]}-${american(random)[1]}-${american(random)[2]}`),
  (random) => social("us in one", american(random).join(""), "SSN: "),
  (random) => social("uk", grouped(british(random), [2, 2, 2, 2, 1], " ")),
  (random) => social("uk in one", british(random), "National Insurance number "),
  (random) => {
    const number = `${pick(random, "12")}${signs(random, 2, DIGITS)}${two(between(random, 1, 12))}${signs(random, 8, DIGITS)}`;
    const text = number + two(97 - (Number(number) % 97));
    return social("fr", random() < 0.5 ? text : grouped(text, [1, 2, 2, 2, 3, 3, 2], " "));
  },
  (random) => {
    const head = `${signs(random, 2, DIGITS)}${two(between(random, 1, 28))}${two(between(random, 1, 12))}${signs(random, 2, DIGITS)}`;
    const letter = pick(random, UPPER);
    const serial = signs(random, 2, DIGITS);
    const digits = head + two(UPPER.indexOf(letter) + 1) + serial;
    const factors = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
    const sum = factors.reduce((total, factor, place) => {
      const product = String(factor * Number(digits[place]));
      return total + [...product].reduce((cross, digit) => cross + Number(digit), 0);
    }, 0);
    const text = head + letter + serial + (sum % 10);
    return social("de", random() < 0.5 ? text : grouped(text, [2, 6, 1, 3], " "));
  },
  (random) => {
    const body = pick(random, "123456789") + signs(random, 9, DIGITS);
    let product = 10;
    for (const digit of body) {
      let sum = (Number(digit) + product) % 10;
      if (sum === 0) sum = 10;
      product = (sum * 2) % 11;
    }
    const check = (11 - product) % 10;
    return social("de tax", grouped(body + check, [2, 3, 3, 3], " "), "Steuer-ID: ");
  },
  (random) => {
    const consonants = "BCDFGLMNPRSTVZ";
    const head = `${signs(random, 6, consonants)}${signs(random, 2, DIGITS)}${pick(random, "ABCDEHLMPRST")}${two(between(random, 1, 28))}${pick(random, "ABCDEFGHIL")}${signs(random, 3, DIGITS)}`;
    const odd: Record<string, number> = {};
    const values = [
      1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
    ];
    for (const [place, value] of values.entries()) {
      odd[UPPER[place] ?? ""] = value;
      if (place < 10) odd[String(place)] = value;
    }
    const even = (sign: string) => (/\d/.test(sign) ? Number(sign) : UPPER.indexOf(sign));
    const sum = [...head].reduce(
      (total, sign, place) => total + (place % 2 === 0 ? (odd[sign] ?? 0) : even(sign)),
      0,
    );
    return social("it", head + UPPER[sum % 26]);
  },
  (random) => {
    const body = `756${signs(random, 9, DIGITS)}`;
    const sum = [...body].reduce(
      (total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3),
      0,
    );
    return social("ch", grouped(body + ((10 - (sum % 10)) % 10), [3, 4, 4, 2], "."));
  },
  (random) => {
    for (;;) {
      const body = signs(random, 8, DIGITS);
      const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (9 - place), 0);
      if (sum % 11 < 10) return social("nl", body + (sum % 11), "BSN ");
    }
  },
  (random) => {
    const body = signs(random, 8, DIGITS);
    return social("es", body + "TRWAGMYFPDXBNJZSQVHLCKE"[Number(body) % 23], "DNI ");
  },
];

function american(random: Random): [string, string, string] {
  const area = pick(random, ["123", "219", "457", "501", "772", "899"]);
  return [area, two(between(random, 1, 99)), between(random, 1, 9999).padStart(4, "0")];
}

function british(random: Random): string {
  return `${pick(random, ["AB", "JK", "NA", "OE", "PX", "RS"])}${signs(random, 6, DIGITS)}${pick(random, "ABCD")}`;
}

const madeUpSocialSecurity = (random: Random) => pick(random, SOCIAL)(random);

/** A stretch as machines make them, with some of each kind of sign. */
function noise(random: Random, count: number, from = WORD): string {
  const text = signs(random, count - 4, from);
  return `${text}${pick(random, DIGITS)}${pick(random, from === HEX ? HEX : UPPER)}${pick(random, DIGITS)}${pick(random, from === HEX ? "abcdef" : "abcdefxyz")}`;
}

const base64url = (text: string) => Buffer.from(text).toString("base64url");

type MadeUp = string | [label: string, text: string, after?: string];

const TOKENS: Record<string, (random: Random) => MadeUp> = {
  jwt: (random) =>
    `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(`{"sub":"${signs(random, 10, DIGITS)}","iat":1764130000}`)}.${noise(random, 43)}`,
  github: (random) => `gh${pick(random, "pousr")}_${noise(random, 36)}`,
  gitlab: (random) => `glpat-${noise(random, 20)}`,
  slack: (random) =>
    `xox${pick(random, "bp")}-${signs(random, 12, DIGITS)}-${signs(random, 12, DIGITS)}-${noise(random, 24)}`,
  npm: (random) => `npm_${noise(random, 36)}`,
  google: (random) => `ya29.${noise(random, 60)}`,
  bearer: (random) => ["Authorization: Bearer ", noise(random, 40)],
  parameter: (random) => [
    `https://shop.example/orders?page=2&${pick(random, ["token", "access_token", "sessionId", "sig", "X-Amz-Signature", "api_key", "client_secret", "PHPSESSID"])}=`,
    noise(random, 32, pick(random, [WORD, HEX])),
  ],
  password: (random) => [`https://shop.example/login?next=home&password=`, noise(random, 12)],
  login: (random) => ["https://", `maria:${noise(random, 12)}`, "@shop.example/"],
};

const KEYS: Record<string, (random: Random) => string> = {
  aws: (random) => `${pick(random, ["AKIA", "ASIA"])}${signs(random, 16, `${UPPER}234567`)}`,
  stripe: (random) => `${pick(random, ["sk", "rk"])}_live_${noise(random, 24)}`,
  googleApi: (random) => `AIza${noise(random, 35)}`,
  openAi: (random) => `sk-${pick(random, ["", "proj-"])}${noise(random, 48)}`,
  sendGrid: (random) => `SG.${noise(random, 22)}.${noise(random, 43)}`,
  pem: (random) => {
    const lines = Array.from({ length: 3 + Math.floor(random() * 24) }, () => noise(random, 64));
    const name = pick(random, ["", "RSA ", "EC ", "OPENSSH "]);
    return [
      `-----BEGIN ${name}PRIVATE KEY-----`,
      ...lines,
      `-----END ${name}PRIVATE KEY-----`,
    ].join("\n");
  },
};

function madeUpToken(random: Random): MadeUpSecret {
  const [name, make] = pick(random, Object.entries(TOKENS));
  const made = make(random);
  const [label, text, after = ""] = typeof made === "string" ? ["", made] : made;
  return { kind: "token", name, label, text, after, isCased: true };
}

function madeUpKey(random: Random): MadeUpSecret {
  const [name, make] = pick(random, Object.entries(KEYS));
  return { kind: "key", name, label: "", text: make(random), after: "", isCased: true };
}

export const MADE_UP: Record<SecretKind, (random: Random) => MadeUpSecret> = {
  card: madeUpCard,
  iban: madeUpIban,
  "social-security": madeUpSocialSecurity,
  token: madeUpToken,
  key: madeUpKey,
};
