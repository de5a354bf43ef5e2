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

/** Whether so many wait for their password to be checked that the next one had better come later. */
export const isCrowded = () => waitingCount >= MAX_WAITING;

/** Takes as long for an unknown login (`hash` undefined) as for a known one. */
export async function isPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, log2N, salt, key] = (hash ?? UNKNOWN_LOGIN).split("$");
  const expected = Buffer.from(key ?? "", "base64url");
  const actual = await derive(password, Buffer.from(salt ?? "", "base64url"), Number(log2N));
  return timingSafeEqual(actual, expected) && hash !== undefined;
}

const UNKNOWN_LOGIN = `scrypt$${STRONG_LOG2N}$${Buffer.alloc(16).toString("base64url")}$${Buffer.alloc(KEY_BYTES).toString("base64url")}`;

/**
 * One at a time: each takes 128 MB and one of the four threads that files and names are read with,
 * so a crowd at the login must not keep everybody else waiting.
 */
let turn: Promise<unknown> = Promise.resolve();
let waitingCount = 0;
const MAX_WAITING = 16;

function derive(password: string, salt: Buffer, log2N: number): Promise<Buffer> {
  const cost = { N: 2 ** log2N, r: BLOCK_SIZE, p: 1, maxmem: 2 ** log2N * BLOCK_SIZE * 128 * 2 };
  const work = () =>
    new Promise<Buffer>((resolve, reject) => {
      scrypt(password, salt, KEY_BYTES, cost, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  waitingCount += 1;
  const key = turn.then(work).finally(() => {
    waitingCount -= 1;
  });
  turn = key.catch(() => {});
  return key;
}
