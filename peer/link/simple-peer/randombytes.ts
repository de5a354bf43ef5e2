/** Stands in for randombytes, of which simple-peer reads only `toString("hex")`. */
function randomBytes(byteCount: number): { toString(encoding: "hex"): string } {
  const bytes = crypto.getRandomValues(new Uint8Array(byteCount));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { toString: () => hex };
}

export { randomBytes as "module.exports" };
