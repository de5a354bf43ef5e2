import { describe, expect, it } from "vitest";
import { createGuard } from "../../../../../peer/capture/guard/guard.ts";
import { createRandom } from "../../../../bench/random.ts";
import { MADE_UP, type SecretKind } from "../../../../support/made-up-secrets.ts";
import { canBeRead, readingsOf } from "../../../../support/readings.ts";

const SHAPES = [{ name: "Customer number", shape: "KD-########" }];

/** Each text is a message by itself. */
async function masked(text: string, shapes = SHAPES) {
  const message = { text };
  const caught = await createGuard({ shapes }).check(message);
  return { text: message.text, kinds: caught.map(({ kind }) => kind) };
}

describe("the guard finds by its shape", () => {
  it.each(Object.keys(MADE_UP) as SecretKind[])("a made-up %s, 300 times", async (kind) => {
    const random = createRandom(11);
    for (let time = 0; time < 300; time += 1) {
      const secret = MADE_UP[kind](random);
      const text = `It is ${secret.label}${secret.text}${secret.after} for now`;
      const left = await masked(text);
      expect(canBeRead(secret.text, readingsOf(left.text)), text).toBe(false);
      expect(left.kinds, text).toEqual([kind]);
      expect(left.text, text).toHaveLength(text.length);
      expect(left.text, text).toMatch(/^It is .* for now$/s);
    }
  });

  it.each([
    ["card 4242424242424242.", "card ••••••••••••••••."],
    ["4242 4242 4242 4242 12/27 123", "•••• •••• •••• •••• 12/27 123"],
    ["12 4242 4242 4242 4242", "12 •••• •••• •••• ••••"],
    ["1. 4242-4242-4242-4242", "1. ••••-••••-••••-••••"],
    ["42424242 42424242", "•••••••• ••••••••"],
    ["3782 822463 10005", "•••• •••••• •••••"],
    ["6205 5000 0000 0000 004", "•••• •••• •••• •••• •••"],
    ["4222 222 222 222", "•••• ••• ••• •••"],
    ["卡号4242424242424242号", "卡号••••••••••••••••号"],
    ["４２４２４２４２４２４２４２４２", "••••••••••••••••"],
    ["٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "••••••••••••••••"],
    ["4242\u200b4242\u00ad424242\u206042"],
    ["4242\u2009\u20094242  4242 \u00a04242"],
    ["DE89370400440532013000", "••••••••••••••••••••••"],
    ["iban de89 3704 0044 0532 0130 00", "iban •••• •••• •••• •••• •••• ••"],
    ["078-05-1120 and 219‑09‑9999", "•••-••-•••• and •••‑••‑••••"],
    ["AB 12 34 56 C", "•• •• •• •• •"],
    ["AWS AKIAIOSFODNN7EXAMPLE", "AWS ••••••••••••••••••••"],
    ["your number is kd-12345678", "your number is ••-••••••••"],
    ['{"csrfToken":"9f86d081884c7d65"}', '{"csrfToken":"••••••••••••••••"}'],
    ["ftp://maria:hunter2@host/", "ftp://•••••:•••••••@host/"],
    ["?next=/home&password=Hunter2", "?next=/home&password=•••••••"],
  ])("%j", async (text, expected = text.replace(/[\p{L}\p{N}]/gu, "•")) => {
    expect((await masked(text)).text).toBe(expected);
  });
});

describe("the guard leaves", () => {
  it.each([
    ["the number of an article", "EAN 4006381333931, 4000417025005, 4222222222222"],
    ["a card's number with a wrong digit", "4242 4242 4242 4243"],
    ["a number that no network issues", "1234 5678 9012 3452"],
    ["a part of a longer number", "4242424242424242424242, 4242 4242 4242 4242 4242"],
    ["a fraction", "width: 0.4242424242424242; left: 4242424242424242.5px; .4242424242424242"],
    ["a number in a name", "a4242424242424242, 4242424242424242f"],
    ["two numbers in two lines", "42424242\n42424242"],
    ["a longer order number", "order 302-4242424-2424242"],
    ["times", "1764130000000 and 2026-11-26 04:54:42.424242"],
    ["an account's number with wrong check digits", "DE88 3704 0044 0532 0130 00"],
    ["words that count as an account's number", "at 40 Ridge in the in at 40 the"],
    ["telephone numbers", "+1 219-099-9999, (0)30 901820, 06 12 34 56 78, 555-12-34567"],
    ["numbers that are never given out", "000-12-3456 666-12-3456 900-12-3456 123-00-4567"],
    ["nine digits without a word", "219099999, AB123456C, 12345678Z"],
    ["names of classes", "sk-folding-cube-container-inner btn-primary key-visual"],
    [
      "plain settings",
      "?page=2&sort=key&key=value&state=open&code=DE&token=none&token=standard&password=forgotten",
    ],
    ["an address with a port", "http://localhost:8080/@user http://a.example:80/x@y"],
    ["prose", "Bearer of good news: the Ridge 40 is back, 12 of them, at £129.95 each."],
    ["hashes of files", "main.4a8f2c1d9e0b.js sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="],
    ["an UUID", "4fd36af4-1c0a-4c6e-9d3e-42424242424a"],
    ["a site's shape in a longer word", "KD-123456789 and SKD-12345678"],
    ["a drawing", "M4.5 12.25 424.2,42.42 L4242 42 42 4242Z"],
  ])("%s", async (_what, text) => {
    expect(await masked(text)).toEqual({ text, kinds: [] });
  });
});
