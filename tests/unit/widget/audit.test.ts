// @vitest-environment happy-dom
import { afterEach, describe, expect, it } from "vitest";
import { createRedaction, type Redaction } from "../../../peer/capture/redaction/redaction.ts";
import { NO_RULES, type PrivacyRules } from "../../../peer/protocol/privacy-rules.ts";
import { coveredParts } from "../../../widget/audit/covered-parts.ts";
import { placeOf, rowsOf } from "../../../widget/audit/printed-list.ts";

let redaction: Redaction | undefined;
afterEach(() => {
  redaction?.stop();
  document.body.replaceChildren();
});

function partsOf(html: string, rules: Partial<PrivacyRules> = {}) {
  document.body.innerHTML = html;
  const all = { ...NO_RULES, ...rules };
  const nothing = () => {};
  redaction = createRedaction(all, {
    onRedacted: nothing,
    onChanged: nothing,
    onOpened: nothing,
    onSeen: nothing,
  });
  redaction.lookAfter(document);
  return [...coveredParts(all, redaction)];
}

const reasonsOf = (html: string, rules?: Partial<PrivacyRules>) =>
  partsOf(html, rules).map(({ element, reason, leaves }) => [element.id, reason, leaves]);

const BOX = "as an empty box";
const VALUE = "without its value";
const SHAPE = "as its shape";

describe("what the audit finds", () => {
  it.each<[string, string, Partial<PrivacyRules>, string]>([
    ["the class", '<p id="x" class="a cobrowse-redacted">1</p>', {}, "class cobrowse-redacted"],
    ["the attribute", '<p id="x" data-cobrowse="redact">1</p>', {}, 'data-cobrowse="redact"'],
    [
      "a rule of the site",
      '<p id="x" class="a b">1</p>',
      { redact: [{ selector: ".z" }, { selector: ".b" }] },
      "rule of the site: .b",
    ],
    [
      "a rule of this page alone",
      '<p id="x" class="b">1</p>',
      {
        redact: [
          { selector: ".b", pages: "/elsewhere" },
          { selector: "p", pages: "*" },
        ],
      },
      "rule of the site: p",
    ],
  ])("names %s as the reason", (_, html, rules, reason) => {
    expect(reasonsOf(html, rules)).toEqual([["x", reason, BOX]]);
  });

  it("names one that was redacted before, and has lost its class", () => {
    const html = '<p id="x" class="cobrowse-redacted">1</p>';
    const [part] = partsOf(html);
    part?.element.removeAttribute("class");
    if (!redaction) throw new Error("no redaction");
    expect([...coveredParts(NO_RULES, redaction)].map(({ reason }) => reason)).toEqual([
      "redacted before",
    ]);
  });

  it.each([
    ['type="password"', "password"],
    ['autocomplete="new-password"', "password"],
    ['autocomplete="billing cc-number"', "card"],
    ['autocomplete="one-time-code"', "one-time code"],
    ['name="cvv"', "secret field"],
    ['type="file"', "file name"],
  ])("names the kind of a field with %s", (attributes, reason) => {
    expect(reasonsOf(`<input id="x" ${attributes}>`)).toEqual([["x", reason, VALUE]]);
  });

  it("tells a part once, and not what is in it, hidden or of our own", () => {
    const html = `<div id="x" class="cobrowse-redacted"><b class="cobrowse-redacted">1</b>
      <input type="password"></div><input type="hidden" value="1"><p>Open</p>
      <alongside-widget><input type="password">Ours</alongside-widget>`;
    expect(reasonsOf(html)).toEqual([["x", "class cobrowse-redacted", BOX]]);
    expect(reasonsOf(html, { isPrivateByDefault: true })).toHaveLength(2);
  });

  it("finds what is private by default, but for what is opened, and secret fields in that too", () => {
    const html = `<p id="a">Text <b id="b">and more</b> text</p><p id="c">  </p>
      <div data-cobrowse="unredact"><p id="d">Open</p><input id="e" type="password"></div>
      <input id="f"><select id="g"><option id="h">One</option></select><script>1</script>`;
    expect(reasonsOf(html, { isPrivateByDefault: true })).toEqual([
      ["a", "private by default", SHAPE],
      ["b", "private by default", SHAPE],
      ["e", "password", VALUE],
      ["f", "private by default", SHAPE],
      ["g", "private by default", SHAPE],
    ]);
    expect(reasonsOf(html).map(([id]) => id)).toEqual(["e"]);
  });

  it("finds what is in components", () => {
    document.body.innerHTML = '<div id="host"></div>';
    const html = '<p class="cobrowse-redacted">1</p><input type="password">';
    const root = document.getElementById("host")?.attachShadow({ mode: "open" });
    if (!root) throw new Error("no root");
    root.innerHTML = html;
    const rules = { ...NO_RULES };
    const nothing = () => {};
    redaction = createRedaction(rules, {
      onRedacted: nothing,
      onChanged: nothing,
      onOpened: nothing,
      onSeen: nothing,
    });
    redaction.lookAfter(document);
    const places = [...coveredParts(rules, redaction)].map(({ element }) => placeOf(element));
    expect(places).toEqual(["#host / p", "#host / input"]);
  });
});

describe("what the audit prints", () => {
  it("names places by the nearest id, by names and by turns", () => {
    document.body.innerHTML = `<main><p>1</p><p>2</p><dl id="list"><dt>a</dt><dd>b</dd><dt>c</dt></dl></main>`;
    const places = ["p + p", "#list", "dt:last-child"].map((selector) => {
      const element = document.querySelector(selector);
      return element && placeOf(element);
    });
    expect(places).toEqual(["main > p:nth-of-type(2)", "#list", "#list > dt:nth-of-type(2)"]);
    expect(placeOf(document.body)).toBe("body");
  });

  it("has a row for each part, up to 200, and one for all shapes together", () => {
    const html = `${'<p class="cobrowse-redacted">1</p>'.repeat(203)}<p>A</p><p>B</p>`;
    const rows = rowsOf(partsOf(html, { isPrivateByDefault: true }));
    expect(rows).toHaveLength(202);
    expect(rows[199]).toMatchObject({ reason: "class cobrowse-redacted", leaves: BOX });
    expect(rows.slice(200).map(({ place }) => place)).toEqual(["3 more", "2 texts and fields"]);
  });
});
