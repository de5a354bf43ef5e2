import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** 2^17 rounds of 8 kB take about 0.4 s and 128 MB: the cost of one guess. */
const STRONG_LOG2N = 17;
/** For the demo's logins, whose password is public anyway. */
export const DEMO_LOG2N = 12;
const BLOCK_SIZE = 8;
const KEY_BYTES = 32;

/** @returns `scrypt$log2N$salt$key`, all that is needed to check a password */
export async function hashPassword(password: string, log2N = STRONG_LOG2N): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, log2N);
  return ["scrypt", log2N, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/** Takes as long for an unknown login (`hash` undefined) as for a known one. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, log2N, salt, key] = (hash ?? UNKNOWN_LOGIN).split("$");
  const expected = Buffer.from(key ?? "", "base64url");
  const actual = await derive(password, Buffer.from(salt ?? "", "base64url"), Number(log2N));
  return timingSafeEqual(actual, expected) && hash !== undefined;
}

const UNKNOWN_LOGIN = `scrypt$${STRONG_LOG2N}$${Buffer.alloc(16).toString("base64url")}$${Buffer.alloc(KEY_BYTES).toString("base64url")}`;

function derive(password: string, salt: Buffer, log2N: number): Promise<Buffer> {
  const cost = { N: 2 ** log2N, r: BLOCK_SIZE, p: 1, maxmem: 2 ** log2N * BLOCK_SIZE * 128 * 2 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
