/** First digits that a card's network issues (a range), and the lengths that are in use with them. */
const NETWORKS: ReadonlyArray<readonly [from: number, to: number, ...lengths: number[]]> = [
  [34, 34, 15], // American Express
  [37, 37, 15],
  [36, 36, 14], // Diners Club
  [38, 39, 14, 16],
  [300, 305, 14, 16],
  [3095, 3095, 14, 16],
  [3528, 3589, 16, 19], // JCB
  [4, 4, 13, 16, 19], // Visa
  [51, 55, 16], // Mastercard
  [2221, 2720, 16],
  [50, 50, 16, 18, 19], // Maestro, RuPay
  [56, 58, 16, 18, 19],
  [6304, 6304, 16, 18, 19],
  [6759, 6767, 16, 18, 19],
  [6011, 6011, 16, 19], // Discover
  [644, 649, 16, 19],
  [65, 65, 16, 19],
  [60, 60, 16],
  [62, 62, 16, 17, 18, 19], // UnionPay
  [81, 81, 16],
  [2200, 2204, 16, 17, 18, 19], // Mir
  [9792, 9792, 16], // Troy
];

/** The same by the first four digits. */
const ISSUED = NETWORKS.map(([from, to, ...lengths]) => {
  const places = 4 - String(from).length;
  return { from: from * 10 ** places, to: (to + 1) * 10 ** places - 1, lengths };
});
const [LEAST, MOST] = [13, 19];

/** @param digits - nothing else */
export function isCardNumber(digits: string): boolean {
  const { length } = digits;
  if (length < LEAST || length > MOST) return false;
  const first = Number(digits.slice(0, 4));
  for (const { from, to, lengths } of ISSUED) {
    if (first >= from && first <= to && lengths.includes(length)) return luhnSum(digits) % 10 === 0;
  }
  return false;
}

/** Every second digit from the end, without the last, counts double, by its cross sum. */
function luhnSum(digits: string): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const counted = place % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum;
}
