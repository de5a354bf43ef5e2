// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import { ATTRIBUTES } from "../../privacy/corpus/attributes.ts";
import { escapeHtml } from "../../privacy/corpus/content.ts";
import { EMBEDDED } from "../../privacy/corpus/embedded.ts";
import { PLANTINGS } from "../../privacy/corpus/everything.ts";
import { FIELDS } from "../../privacy/corpus/fields.ts";
import { TEXTS } from "../../privacy/corpus/texts.ts";
import { WAYS } from "../../privacy/corpus/ways.ts";

const CONTENTS = [...TEXTS, ...ATTRIBUTES, ...FIELDS, ...EMBEDDED];
const VALUE = "qk7x2mzp4vht9dab";

describe("the corpus", () => {
  it("has channels by the hundred, each once in its group", () => {
    const names = CONTENTS.map(({ group, channel }) => `${group}: ${channel}`);
    expect(new Set(names).size).toBe(names.length);
    expect(CONTENTS.length + PLANTINGS.size).toBeGreaterThan(500);
  });

  it.each(CONTENTS)("$group: $channel says its canary, and in one element", ({ html }) => {
    const markup = html(VALUE);
    expect(markup.replace(/<\/?[a-z]+>/g, "")).toContain(VALUE.slice(0, 8));
    const template = document.createElement("template");
    template.innerHTML = markup;
    expect(template.content.children.length).toBeLessThanOrEqual(1);
  });

  it.each(WAYS)("what stands $place keeps both its mark and its canary", ({ of }) => {
    for (const mark of ['class="cobrowse-redacted"', 'data-cobrowse="redact"']) {
      const markup = of([`<p class="${VALUE}" data-name="${VALUE}">x</p>`], mark);
      expect(markup.match(new RegExp(VALUE, "g"))).toHaveLength(2);
      expect(markup).toMatch(/cobrowse-redacted|data-cobrowse=(?:"|&#34;)redact/);
      expect(markup).not.toMatch(/class="[^"]*" [^>]*class="/);
    }
  });

  it("plants what has quotes and brackets as it is", () => {
    const text = `O'Neill & <b> "said"`;
    const template = document.createElement("template");
    template.innerHTML = `<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`;
    const element = template.content.firstElementChild;
    expect([element?.getAttribute("title"), element?.textContent]).toEqual([text, text]);
  });
});
