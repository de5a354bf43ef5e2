import { describe, expect, it } from "vitest";
import { createGuard } from "../../../../../peer/capture/guard/guard.ts";
import { inSlices } from "../../../../../peer/capture/guard/in-slices.ts";
import { createMessageCheck } from "../../../../../peer/capture/guard/message-check.ts";
import { createSearch } from "../../../../../peer/capture/guard/secret-search.ts";

function createNewGuard(...values: string[]) {
  const guard = createGuard({ shapes: [{ name: "Customer", shape: "KD-########" }] });
  for (const value of values) guard.remember(value);
  return guard;
}

async function checked<M extends object>(message: M, ...values: string[]) {
  return { caught: await createNewGuard(...values).check(message), message };
}

describe("a message", () => {
  it("keeps its form, and tells where something was caught", async () => {
    const message = { type: "x", list: [1, ["a", { note: "Jo Harker", at: null }], true], n: 2.5 };
    const { caught } = await checked(message, "Jo Harker");
    expect(message).toEqual({
      ...{ type: "x", list: [1, ["a", { note: "•• ••••••", at: null }], true], n: 2.5 },
    });
    expect(caught).toEqual([{ kind: "redacted-value", at: ["list", 1, 1, "note"] }]);
  });

  it("is checked in its names too, which keep their place and their value", async () => {
    const message = { a: 1, attributes: { class: "x", "data-jo-harker": { "data-kd": 1 } }, z: 2 };
    const { caught } = await checked(message, "Jo Harker");
    expect(JSON.stringify(message)).toBe(
      '{"a":1,"attributes":{"class":"x","data-••-••••••":{"data-kd":1}},"z":2}',
    );
    expect(caught).toEqual([{ kind: "redacted-value", at: ["attributes", "data-••-••••••"] }]);
  });

  it("loses none of two names that are the same when masked", async () => {
    const message = { list: { harker: "first", HARKER: "second" } };
    await checked(message, "Harker");
    expect(Object.values(message.list)).toEqual(["first", "second"]);
    expect(Object.keys(message.list).join()).not.toMatch(/harker/i);
  });

  it("is checked in its names again when there is more to look for", async () => {
    const guard = createNewGuard();
    await guard.check({ "data-harker": 1 });
    guard.remember("Harker");
    const message = { "data-harker": 1 };
    await guard.check(message);
    expect(message).toEqual({ "data-••••••": 1 });
  });

  it("leaves numbers, but for a card's", async () => {
    const numbers = [4242424242424242, 378282246310005, 1764130000000, 4000417025005, 123456];
    const message = { numbers, at: 1764130000000, id: 123456, text: "123456" };
    const { caught } = await checked(message, "123456");
    expect(message).toEqual({
      ...{ numbers: [0, 0, 1764130000000, 4000417025005, 123456], at: 1764130000000 },
      ...{ id: 123456, text: "••••••" },
    });
    expect(caught.map(({ kind }) => kind)).toEqual(["card", "card", "redacted-value"]);
  });
});

describe("a secret that is parted", () => {
  const nodes = (...texts: string[]) => ({
    childNodes: texts.map((textContent) => ({ tagName: "span", textContent })),
  });
  const textOf = (message: ReturnType<typeof nodes>) =>
    message.childNodes.map(({ textContent }) => textContent).join("|");

  it.each([
    ["a card in four", ["4242", "4242", "4242", "4242"]],
    ["and white space between", ["4242", "\n   ", "4242", "\n   ", "4242", "\n  ", "4242"]],
    ["a card with what follows", ["Card", "4242", "4242", "4242", "4242", "12/27", "123"]],
    ["a card anywhere", ["Card 4242 42", "42 4242 424", "2 until 12/27"]],
    ["a card in single digits", [..."4242424242424242"]],
    ["and with a dash in a string of its own", "4242 - 4242 - 4242 - 4242".split(" ")],
    ["a card by its dashes", ["4242-", "4242-", "4242-", "4242"]],
    ["an account", ["DE89 37", "04 0044 0532 0", "130 00"]],
    ["a social security number", ["Number: 219-", "09-9", "999."]],
    ["a site's shape", ["KD-12", "345678"]],
    ["nine digits with others behind", ["SSN: ", "219099999", "12"]],
    ["a name", ["Jo ", "Har", "ker"]],
    ["a name and white space", ["Jo", "\n    ", "Harker"]],
    ["a token", ["ghp_9f8A7b6C5d4E3f2A1b0C", "9d8E7f6A5b4C3d2E"]],
  ])("%s", async (_what, texts) => {
    const message = nodes(...texts);
    const { caught } = await checked(message, "Jo Harker");
    const hidden = texts.join("|").replace(/[A-Za-z0-9]/g, "•");
    const left = textOf(message);
    expect(left).toHaveLength(hidden.length);
    expect(left.replace(/^(?:Card|Number: )|12\/27|123?$|until/g, "")).not.toMatch(
      /[0-9]|Har|ker|Jo/,
    );
    expect(caught).toHaveLength(1);
  });

  it.each([
    ["a row of numbers", ["4021", "17", "350", "4500", "12", "9"]],
    ["years", ["2019", "2020", "2021", "2022"]],
    ["a table of numbers of four", ["4242", "4242", "4242", "4242", "4242", "4242"]],
    ["other words", ["Har", "mony ", "ker"]],
    ["the days of a month", Array.from({ length: 30 }, (_, day) => String(day + 1))],
  ])("and leaves %s", async (_what, texts) => {
    const message = nodes(...texts);
    const { caught } = await checked(message, "Jo Harker");
    expect(caught).toEqual([]);
    expect(textOf(message)).toBe(texts.join("|"));
  });

  it("over other strings, but not over other names", async () => {
    const other = {
      list: [{ a: "4242 4242 " }, { b: "4242 4242" }, { c: "Jo " }, { d: "Harker" }],
    };
    expect((await checked(other, "Jo Harker")).caught).toEqual([]);
  });

  it("over messages: what goes on is masked", async () => {
    const guard = createNewGuard("Jo Harker of Keswick");
    const messages = [
      { value: "Jo Har" },
      { value: "ker of Kes" },
      { value: "wick was here" },
      { value: "4242 4242" },
      { value: " 4242 4242 12/27" },
    ];
    const caught = [];
    for (const message of messages) caught.push(...(await guard.check(message)));
    expect(messages.map(({ value }) => value)).toEqual([
      ...["Jo Har", "ker of Kes", "•••• was here", "4242 4242", " •••• •••• 12/27"],
    ]);
    expect(caught.map(({ kind }) => kind)).toEqual(["redacted-value", "card"]);
  });

  it("over messages leaves what began with too little", async () => {
    const guard = createNewGuard();
    await guard.check({ value: "42" });
    expect(await guard.check({ value: "42424242424242" })).toEqual([]);
  });

  it("is told once, wherever it is in a row of many strings", async () => {
    const token = `eyJ${"hbGci".repeat(30)}.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${"aB3d".repeat(20)}`;
    const secrets = ["4242 4242 ", "4242 4242", "tarn", "Jo Har", "ker", "tarn", token];
    for (let before = 0; before < 80; before += 1) {
      const fillers = Array.from({ length: 360 + before }, () => "tarn lamp");
      const message = nodes(...fillers, ...secrets, ...fillers);
      const { caught } = await checked(message, "Jo Harker");
      expect(caught.map(({ kind }) => kind)).toEqual(["card", "redacted-value", "token"]);
      expect(textOf(message)).not.toMatch(/42|Har|ker|eyJ/);
    }
  });

  it("may have another one beside it", async () => {
    for (const tokens of [
      ["rk_live_46sMAER1DuEzJJMAk7a26E3y", "sk_live_BYf6Ret0xe2IjLzGdVxy2V7d"],
      ["xoxp-2027409822-97353283-AQzUAvQ7cH", "ya29.463XyTEl2yopbTUoJ6vGCk28LQZ7QKkefc"],
    ]) {
      const message = nodes(...tokens, "Copy");
      await checked(message);
      expect(textOf(message)).toMatch(/^[^A-Za-z0-9]+Copy$/);
    }
  });

  it("over messages leaves what a counter counts", async () => {
    const guard = createNewGuard();
    for (let count = 4000; count < 5000; count += 1) {
      const message = { value: String(count) };
      expect(await guard.check(message)).toEqual([]);
      expect(message.value).toBe(String(count));
    }
  });

  it("at the ends of long texts", async () => {
    const filler = "and so on ".repeat(500);
    const message = nodes(`${filler}Jo `, `Harker ${filler}`, `${filler}4242 4242`, " 4242 4242");
    const { caught } = await checked(message, "Jo Harker");
    expect(caught.map(({ kind }) => kind)).toEqual(["redacted-value", "card"]);
    expect(textOf(message)).not.toMatch(/Jo|Harker|4242/);
  });
});

describe("a long text", () => {
  it("is checked all over, and each catch is told once", async () => {
    const pad = (length: number) => "tarn lamp ".repeat(length / 10);
    for (const length of [1_500, 7_900, 7_980, 7_990, 8_000, 8_980, 8_990, 9_000, 16_000]) {
      const text = `${pad(length)}4242 4242 4242 4242 ${pad(12_000)}Jo Harker${pad(500)}`;
      const message = { text };
      const { caught } = await checked(message, "Jo Harker");
      const hidden = text.replace(/[0-9]/g, "•").replace("Jo Harker", "•• ••••••");
      expect(message.text === hidden, `after ${length}`).toBe(true);
      expect(caught.map(({ kind }) => kind)).toEqual(["card", "redacted-value"]);
    }
  });

  it("may be one token from end to end", async () => {
    const token = `eyJhbGciOiJIUzI1NiJ9.${"eyJzdWIiOiIxMjM0".repeat(2_000)}.${"aB3".repeat(20)}`;
    const message = { text: `see ${token} there` };
    const { caught } = await checked(message);
    expect(message.text).toMatch(/^see [•.]+ there$/);
    expect(caught).toEqual([{ kind: "token", at: ["text"] }]);
  });

  it("may be one private key that is written out", async () => {
    const lines = Array.from({ length: 30 }, () => "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC".repeat(2));
    const key = `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----`;
    const escaped = key.replace(/./gs, (sign) => {
      return `\\${sign.charCodeAt(0).toString(16).padStart(6, "0")}`;
    });
    for (const written of [escaped, encodeURIComponent(key), JSON.stringify(key)]) {
      const message = { text: `{"key":"${written}","n":1}` };
      await checked(message);
      expect(message.text.slice(0, 8) + message.text.slice(-8)).toBe('{"key":"","n":1}'.padEnd(16));
      expect(message.text.slice(8, -8)).not.toMatch(/[A-Za-z0-9]/);
    }
  });

  it("may have a private key anywhere", async () => {
    const lines = Array.from({ length: 50 }, (_, line) => `MIIEvQ${line % 10}`.padEnd(64, "aB3d"));
    const key = `-----BEGIN PRIVATE KEY-----\n${lines.join("\n")}\n-----END PRIVATE KEY-----`;
    for (const length of [100, 6_000, 7_900, 8_500]) {
      const message = { text: `${"lorem ipsum ".repeat(length / 12)}${key} dolor sit amet` };
      const { caught } = await checked(message);
      expect(message.text.slice(-(key.length + 16))).toMatch(/^ [^A-Za-z0-9]+ dolor sit amet$/);
      expect(caught).toEqual([{ kind: "key", at: ["text"] }]);
    }
  });

  it("comes back from checkText as one", async () => {
    const guard = createNewGuard("Jo Harker");
    const sheet = `.a{color:red}.b::after{content:"Jo Harker"}${".c{top:0}".repeat(2_000)}`;
    const { text, caught } = await guard.checkText(sheet);
    expect(text === sheet.replace("Jo Harker", "•• ••••••")).toBe(true);
    expect(caught).toEqual([{ kind: "redacted-value", at: [] }]);
  });
});

describe("what cannot be checked is masked: ", () => {
  const uncheckable = (...at: Array<string | number>) => [{ kind: "uncheckable", at }];

  it("a text that is too long", async () => {
    const message = { a: "x".repeat(8 * 1024 * 1024 + 1), b: "fine" };
    const { caught } = await checked(message);
    expect(message.a).toHaveLength(8 * 1024 * 1024 + 1);
    expect(message.a).not.toContain("x");
    expect({ caught, b: message.b }).toEqual({ caught: uncheckable("a"), b: "fine" });
    const { text } = await createNewGuard().checkText("x".repeat(8 * 1024 * 1024 + 1));
    expect(text).not.toContain("x");
  });

  it("a name that is too long", async () => {
    const message = { ["x".repeat(3_000)]: 1 };
    const { caught } = await checked(message);
    expect(Object.keys(message)[0]).toBe("•".repeat(3_000));
    expect(caught[0]?.kind).toBe("uncheckable");
  });

  it("a text that is too deep", async () => {
    let message: object = { text: "deep down" };
    for (let depth = 0; depth < 4_100; depth += 1) message = { down: message, text: "fine" };
    const { caught } = await checked(message);
    expect(caught.length).toBeGreaterThan(0);
    const text = JSON.stringify(message);
    expect(text).not.toContain("deep down");
    expect(text.match(/"fine"/g)).toHaveLength(4_097);
  });

  it("what throws when it is read", async () => {
    const message = {
      a: {
        get text(): string {
          throw new Error("no");
        },
      },
      b: "fine",
    };
    const { caught } = await checked(message);
    expect(JSON.stringify(message)).toBe('{"a":{"text":"•"},"b":"fine"}');
    expect(caught).toEqual(uncheckable("a", "text"));
  });

  it("whatever a finder fails on", async () => {
    let isFailing = false;
    const search = createSearch([
      () => {
        if (isFailing) throw new Error("no");
      },
    ]);
    const { check } = createMessageCheck(search);
    inSlices(check({ text: "fine" }));
    isFailing = true;
    const texts = ["a", "secret", "long ".repeat(3_000), "4 in it"];
    const message = { text: texts };
    const caught = await inSlices(check(message));
    expect(message.text.join("")).not.toMatch(/[A-Za-z0-9]/);
    expect(message.text.map(({ length }) => length)).toEqual([1, 6, 15_000, 7]);
    expect(new Set(caught.map(({ kind }) => kind))).toEqual(new Set(["uncheckable"]));
  });

  it("what is frozen is copied", async () => {
    const frozen = Object.freeze({ list: Object.freeze(["Jo Harker", "fine", "jo harker"]) });
    const message = { frozen };
    await checked(message, "Jo Harker");
    expect(message).toEqual({ frozen: { list: ["•• ••••••", "fine", "•• ••••••"] } });
    expect(frozen.list[0]).toBe("Jo Harker");
  });

  it("a message that is inside itself cannot leave", async () => {
    const message: { list: unknown[]; text: string } = { list: [], text: "fine" };
    message.list.push(message);
    const check = async () => createNewGuard().check(message);
    await expect(check()).rejects.toThrow(RangeError);
  });

  it("a message that is frozen itself cannot leave", async () => {
    const message = Object.freeze({ text: "Jo Harker" });
    expect(() => createNewGuard("Jo Harker").check(message)).toThrow(TypeError);
  });
});

describe("time", () => {
  const large = () => ({
    list: Array.from({ length: 60_000 }, (_, index) => ({
      textContent: `Order ${index} is on its way`,
    })),
    last: "Jo Harker",
  });

  it("is taken at once for a small message, and in slices for a large one", async () => {
    const guard = createNewGuard("Jo Harker");
    expect(guard.check({ text: "Jo Harker" })).toEqual([{ kind: "redacted-value", at: ["text"] }]);
    const message = large();
    const check = guard.check(message);
    expect(check).toBeInstanceOf(Promise);
    expect(await check).toEqual([{ kind: "redacted-value", at: ["last"] }]);
    expect(message.last).toBe("•• ••••••");
  });

  it.each([
    [
      "many names",
      Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`name-${at}`, "x".repeat(60)])),
    ],
    ["many strings", Array.from({ length: 5_000 }, (_, at) => `Order ${at}`)],
    ["long strings", Array.from({ length: 20 }, () => "tarn lamp ".repeat(900))],
    ["strings of some length", Array.from({ length: 60 }, () => "tarn lamp ".repeat(150))],
    ["many catches", Array.from({ length: 2_000 }, () => "Jo Harker of Keswick")],
  ])("is parted into short steps: %s", (_what, message) => {
    let length = 0;
    const search = createSearch([]);
    const { check } = createMessageCheck((text, from) => {
      length += text.length;
      return search(text, from);
    });
    let longest = 0;
    for (const _step of check({ message })) {
      longest = Math.max(longest, length);
      length = 0;
    }
    expect(Math.max(longest, length)).toBeLessThan(15_000);
  });

  it("a message waits for the one before", async () => {
    const guard = createNewGuard("Jo Harker");
    const order: string[] = [];
    const first = Promise.resolve(guard.check({ ...large(), last: "Jo" })).then(() =>
      order.push("first"),
    );
    const message = { last: " Harker" };
    const second = guard.check(message);
    expect(second).toBeInstanceOf(Promise);
    await Promise.all([first, Promise.resolve(second).then(() => order.push("second"))]);
    expect(order).toEqual(["first", "second"]);
    expect(message.last).toBe(" ••••••");
    // Its turn has come only when both have been told.
    await Promise.resolve();
    expect(guard.check({ last: "Jo Harker" })).toHaveLength(1);
  });
});
