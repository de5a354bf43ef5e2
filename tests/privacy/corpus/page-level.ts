/** What no selector covers: the page's title, address and facts. */
import type { Planting } from "./planting.ts";

const atFirst = (channel: string, more: Partial<Planting>): Planting => ({
  ...{ group: "page", channel, phase: "at first", place: "of the page" },
  ...more,
});

const inOpen = (
  channel: string,
  html: NonNullable<Planting["html"]>,
  form: Planting["form"] = "id",
): Planting => ({
  ...{ group: "page", channel, phase: "at first", place: "in the open", html, form },
});

const head = (channel: string, markup: (v: string) => string, form: Planting["form"] = "id") =>
  atFirst(channel, { head: markup, form });

export const PAGE_LEVEL: readonly Planting[] = [
  head("meta description", (v) => `<meta name="description" content="${v}">`, "name"),
  head("meta of its own", (v) => `<meta name="user-id" content="${v}">`),
  head(
    "meta keywords and author",
    (v) => `<meta name="keywords" content="${v}"><meta name="author" content="${v}">`,
  ),
  head(
    "meta for other sites",
    (v) =>
      `<meta property="og:title" content="${v}"><meta name="twitter:image" content="/no/${v}.png">`,
  ),
  head(
    "meta of a token",
    (v) => `<meta name="csrf-token" content="${v}"><meta name="generator" content="${v}">`,
  ),
  head(
    "meta with another name",
    (v) => `<meta itemprop="name" content="${v}"><meta http-equiv="x-user" content="${v}">`,
  ),
  head(
    "meta without a name",
    (v) => `<meta content="${v}"><meta name="${v}" content="x"><meta data-user="${v}">`,
  ),
  head(
    "meta of the theme",
    (v) => `<meta name="viewport" content="${v}"><meta name="theme-color" content="${v}">`,
  ),
  head("canonical address", (v) => `<link rel="canonical" href="/open?user=${v}">`),
  head(
    "alternate address",
    (v) => `<link rel="alternate" hreflang="de" href="/de?user=${v}#${v}">`,
  ),
  head(
    "next, icon and others",
    (v) =>
      `<link rel="next" href="/open?page=${v}"><link rel="icon" href="data:,${v}"><link rel="me" href="/${v}">`,
  ),
  head(
    "manifest and preload",
    (v) =>
      `<link rel="preconnect" href="https://${v}.example"><link rel="preload" as="font" href="/no/${v}"><link rel="modulepreload" href="/no/${v}.js">`,
  ),
  head(
    "rules for speculation",
    (v) => `<script type="speculationrules">{"prefetch":[{"urls":["/no?${v}"]}]}</script>`,
  ),
  head("script in the head", (v) => `<script>window.appState = { token: "${v}" }</script>`),
  head(
    "data in the head",
    (v) => `<script type="application/json" id="state">{"user":"${v}"}</script>`,
  ),
  head("address of a script", (v) => `<script src="/no/${v}.js" data-user="${v}" async></script>`),
  head("comment in the head", (v) => `<!-- ${v} -->`),
  head(
    "template and noscript in the head",
    (v) => `<template>${v}</template><noscript><link rel="stylesheet" href="/no/${v}"></noscript>`,
  ),
  inOpen("link with a token", (v) => `<a href="/orders/7?token=${v}">x</a>`),
  inOpen("link with a fragment", (v) => `<a href="/orders/7#access_token=${v}">x</a>`),
  inOpen("link with a fragment alone", (v) => `<a href="#user=${v}">x</a>`),
  inOpen(
    "link with a name and a password",
    (v) => `<a href="https://${v}:${v}@shop.example/">x</a>`,
  ),
  inOpen(
    "link to elsewhere with a token",
    (v) => `<a href="https://shop.example/pay?token=${v}">x</a>`,
  ),
  inOpen("link without a path", (v) => `<a href="?token=${v}">x</a>`),
  inOpen("link with spaces around it", (v) => `<a href=" \n/orders?token=${v} ">x</a>`),
  inOpen("link of script", (v) => `<a href="javascript:open('${v}')">x</a>`),
  inOpen("link of data", (v) => `<a href="data:text/plain,${v}">x</a><a href="blob:${v}">x</a>`),
  inOpen(
    "area with a token",
    (v) => `<map name="t"><area href="/orders?token=${v}" alt="x"></map>`,
  ),
  inOpen(
    "SVG link with a token",
    (v) => `<svg width="9" height="9"><a href="/orders?token=${v}"><text y="9">x</text></a></svg>`,
  ),
  inOpen(
    "old SVG link with a token",
    (v) =>
      `<svg width="9" height="9"><a xlink:href="/orders?token=${v}"><text y="9">x</text></a></svg>`,
  ),
  inOpen("form with a token", (v) => `<form action="/pay?token=${v}"><button>x</button></form>`),
  inOpen(
    "button with a token",
    (v) =>
      `<button formaction="/pay?token=${v}">x</button><input type="submit" formaction="/pay?token=${v}" value="x">`,
  ),
  inOpen(
    "ping and cite with a token",
    (v) =>
      `<a href="/open" ping="/p?token=${v}">x</a><blockquote cite="/q?token=${v}">x</blockquote><q cite="/q?token=${v}">x</q><del cite="/q?token=${v}">x</del>`,
  ),
  inOpen(
    "link that names a thing",
    (v) => `<link itemprop="url" href="/thing?token=${v}"><meta itemprop="id" content="${v}">`,
  ),
  inOpen(
    "address of a picture",
    (v) => `<img src="/plain.png?${v}" alt="x"><img src="/no/${v}.png" alt="x">`,
  ),
  inOpen(
    "addresses of pictures to come",
    (v) =>
      `<img data-src="/plain.png?token=${v}" data-lazy-srcset="/plain.png?token=${v} 2x" alt="x">`,
  ),
  inOpen("handler in the open", (v) => `<p onclick="pay('${v}')" onmouseover="show('${v}')">x</p>`),
  inOpen("comment in the open", (v) => `<p>x<!-- ${v} --></p>`),
  inOpen("template in the open", (v) => `<template><p>${v}</p></template>`),
  inOpen("noscript in the open", (v) => `<noscript><p title="${v}">${v}</p></noscript>`),
  inOpen(
    "script in the open",
    (v) => `<script>"${v}"</script><script type="text/template"><p>${v}</p></script>`,
  ),
  inOpen("nonce and integrity", (v) => `<p nonce="${v}">x</p>`),
  inOpen(
    "object's address",
    (v) =>
      `<object data="/no/${v}.pdf"></object><embed src="/no/${v}.swf"><video src="/no/${v}.mp4"></video>`,
  ),
  inOpen("address behind", (v) => `<p style="background: url(/no/${v}.png?token=${v})">x</p>`),
  atFirst("query and fragment", { address: (v) => `?user=${v}&token=${v}#${v}`, form: "id" }),
];
