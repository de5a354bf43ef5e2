import { describe, expect, it } from "vitest";
import { matchesPage, pagePatternFault } from "../../../../peer/protocol/page-pattern.ts";

const at = (address: string) => new URL(`https://shop.example${address}`);

describe("a pattern of pages", () => {
  it.each([
    ["/checkout/payment", "/checkout/payment"],
    ["/checkout/payment", "/checkout/payment/"],
    ["/checkout/payment", "/checkout/payment/card?x=1#y"],
    ["/account/*", "/account"],
    ["/account/*", "/account/orders/7"],
    ["/*/private", "/en/private"],
    ["/shop*", "/shopping/bag"],
    ["/*", "/anything"],
    ["/", "/"],
    ["/pay?step=card", "/pay?lang=en&step=card"],
    ["/pay?step=c*", "/pay?step=card"],
    ["/#/account", "/#/account/cards"],
    ["/über-uns", "/%C3%BCber-uns"],
    ["/a b", "/a%20b"],
    ["https://shop.example/account", "/account"],
    ["https://*.example/account", "/account"],
    ["https://shop.example:443/account", "/account"],
    ["https://shop.example", "/account"],
    ["*", "/account"],
  ])("%s closes %s", (pattern, address) => {
    expect(matchesPage(pattern, at(address))).toBe(true);
  });

  it.each([
    ["/checkout/payment", "/checkout/payments"],
    ["/checkout/payment", "/checkout"],
    ["/account/*", "/accounts"],
    ["/", "/cart"],
    ["/pay?step=card", "/pay?step=address"],
    ["/#/account", "/#/cart"],
    ["/#/account", "/"],
    ["https://other.example/account", "/account"],
    ["https://*.shop.example/account", "/account"],

    ["http://shop.example/account", "/account"],
  ])("%s leaves %s open", (pattern, address) => {
    expect(matchesPage(pattern, at(address))).toBe(false);
  });

  it.each([
    "/PRIVATE",
    "//private",
    "/./private",
    "/x/../private",
    "/%70rivate",
    "/%2570rivate",
    "/%252570rivate",
    "/private%2F",
    "/x%2f..%2fprivate",
    "/x\\..\\private",
    "/%5Cprivate",
    "/private;jsessionid=1",
    "/x;a=b/../private",
    "/private.",
    "/private/..;/private",
    "/private%00",
    "/pri%00vate",
    "/private%20",
    "/%EF%BD%90rivate",
    "/priv%C2%ADate",
    "/priv%E2%80%8Bate",
    "/private?a=/../",
    "/private#x",
    "/private//",
  ])("closes a page that is written as %s", (address) => {
    expect(matchesPage("/private", at(address))).toBe(true);
  });

  it("takes no time for a hostile pattern or address", () => {
    const pattern = `/${"*a".repeat(140)}b`;
    expect(matchesPage(pattern, at(`/${"a".repeat(20_000)}`))).toBe(false);
  });

  it.each([
    ["", "empty"],
    ["  ", "empty"],
    [`/${"a".repeat(300)}`, "too-long"],
    ["account", "not-a-path"],
    ["?a=b", "not-a-path"],
    ["https://shop example/account", "bad-origin"],
    ["ftp://shop.example/account", "bad-origin"],
    ["https://[/account", "bad-origin"],
  ])("refuses %j: %s", (pattern, fault) => {
    expect(pagePatternFault(pattern)).toBe(fault);
  });
});
