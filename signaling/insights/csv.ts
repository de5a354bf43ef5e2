/** Rows as a file for a spreadsheet. */

/** What a spreadsheet would take for a formula: whoever chose a name must not compute in it. */
const FORMULA = /^[=+\-@\t\r]/;

/** @returns RFC 4180, with a byte order mark so that umlauts survive being opened by a double click */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  const lines = rows.map((cells) => cells.map(cell).join(","));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
