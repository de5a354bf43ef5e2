/**
 * What the site's own rules redact, by selectors of every kind. The rules stand beside what they are
 * for; `sessions/policies.ts` makes a policy of them.
 */
import type { RedactionRule } from "../../../peer/protocol/privacy-rules.ts";
import type { Planting } from "./planting.ts";

interface Ruled {
  rule: RedactionRule;
  planting: Planting;
}

const ruled = (
  channel: string,
  selector: string,
  html: NonNullable<Planting["html"]>,
  more: Partial<Planting> & { pages?: string } = {},
): Ruled => {
  const { pages, ...rest } = more;
  return {
    rule: { selector, ...(pages && { pages }) },
    planting: {
      ...{ group: "by rule", channel, phase: "at first", place: "on it", html },
      ...rest,
    },
  };
};

const text = (selector: string) => (v: string) => `<p ${selector} title="${v}">${v}</p>`;

const first = (holder: ParentNode, selector: string) =>
  holder.querySelector(selector) as HTMLElement;

const RULED: readonly Ruled[] = [
  ruled("class", ".account-number", text('class="a account-number"')),
  ruled("id", "#customer-name", text('id="customer-name"')),
  ruled("attribute", "[data-secret='yes' i]", text("data-secret='YES'")),
  ruled(
    "part of an attribute",
    "input[name^='acct']",
    (v) => `<input name="acct_holder" value="${v}">`,
  ),
  ruled("element of its own", "my-profile", (v) => `<my-profile name="${v}">${v}</my-profile>`),
  ruled(
    "list of selectors",
    ".never, .b .c > i",
    (v) => `<p class="b"><b class="c"><i>${v}</i></b></p>`,
  ),
  ruled("neighbour", "h3.private + p", (v) => `<h3 class="private">x</h3><p>${v}</p>`),
  ruled(
    "child by its turn",
    "table.statement td:nth-child(2)",
    (v) => `<table class="statement"><tr><td>x<td>${v}</table>`,
  ),
  ruled(
    "what it has in it",
    "section:has(> .pii-flag)",
    (v) => `<section><i class="pii-flag"></i>${v}</section>`,
  ),
  ruled("what it is not", ".box:not(.public)", text('class="box"')),
  ruled("empty rest", ":is(.x1, .x2) :where(em)", (v) => `<p class="x2"><em>${v}</em></p>`),
  ruled("escaped name", ".sm\\:secret", text('class="sm:secret"')),
  ruled("frame", "iframe.bank", (v) => `<iframe class="bank" srcdoc="<p>${v}"></iframe>`),
  ruled("in a frame", ".in-frame", (v) => `<iframe srcdoc="<p class='in-frame'>${v}"></iframe>`),
  ruled(
    "in a root",
    ".in-root",
    (v) => `<x-h><template shadowrootmode="open"><p class="in-root">${v}</p></template></x-h>`,
  ),
  ruled("in a drawing", "svg .holder", (v) => `<svg><text class="holder" y="9">${v}</text></svg>`),
  ruled("on these pages", ".only-here", text('class="only-here"'), { pages: "/by-rule*" }),
  ruled("on these pages, by origin", ".only-there", text('class="only-there"'), {
    pages: "ORIGIN/*",
  }),
  ruled("becomes so by its class", ".turns-secret", text("class='open'"), {
    phase: "later",
    html: () => "<p class='turns'>x</p>",
    async run({ host, settled }, v) {
      const part = first(host, ".turns");
      await settled();
      part.className = "turns-secret";
      part.textContent = v;
    },
  }),
  ruled(
    "becomes so by what is around it",
    ".locked .amount",
    () => "<div class='lock'><p class='amount'>x</p></div>",
    {
      phase: "later",
      async run({ host, settled }, v) {
        await settled();
        first(host, ".lock").className = "locked";
        await settled();
        first(host, ".amount").textContent = v;
      },
    },
  ),
  ruled(
    "becomes so by its neighbour",
    ".paid + .due",
    () => "<p class='pay'>x</p><p class='due'>x</p>",
    {
      phase: "later",
      async run({ host, settled }, v) {
        first(host, ".pay").className = "paid";
        await settled();
        first(host, ".due").textContent = v;
      },
    },
  ),
  ruled(
    "becomes so by what is added to it",
    "div.has:has(.mark-of-secret)",
    () => "<div class='has'><p>x</p></div>",
    {
      phase: "later",
      async run({ host, html, settled }, v) {
        first(host, ".has").append(html("<i class='mark-of-secret'></i>"));
        await settled();
        first(host, ".has p").textContent = v;
      },
    },
  ),
  ruled(
    "becomes so by its turn",
    "ul.list > li:first-child",
    () => "<ul class='list'><li>x</li><li id='second'>y</li></ul>",
    {
      phase: "later",
      async run({ host, settled }, v) {
        first(host, "li").remove();
        await settled();
        first(host, "#second").textContent = v;
      },
    },
  ),
  ruled("is so no more, and stays so", ".was-secret", () => "<p class='was-secret'>x</p>", {
    phase: "later",
    place: "sticky",
    async run({ host, settled }, v) {
      const part = first(host, ".was-secret");
      part.className = "open";
      await settled();
      part.textContent = v;
    },
  }),
];

export const BY_RULE: readonly Planting[] = RULED.map(({ planting }) => planting);

/** @param origin - of the site: rules may name it */
export const rulesFor = (origin: string): RedactionRule[] =>
  RULED.map(({ rule }) => ({
    ...rule,
    ...(rule.pages && { pages: rule.pages.replace("ORIGIN", origin) }),
  }));
