/** What no selector covers: the page's title, address and facts, and what its scripts keep. */
import type { Planting, Stage } from "./planting.ts";

type Run = (stage: Stage, value: string) => void | Promise<void>;

const atFirst = (channel: string, more: Partial<Planting>): Planting => ({
  ...{ group: "page", channel, phase: "at first", place: "of the page" },
  ...more,
});

const later = (channel: string, run: Run, more: Partial<Planting> = {}): Planting => ({
  ...{ group: "page", channel, phase: "later", place: "of the page", run, ...more },
});

const inOpen = (channel: string, html: NonNullable<Planting["html"]>, form: Planting["form"] = "id"): Planting => ({
  ...{ group: "page", channel, phase: "at first", place: "in the open", html, form },
});

const head = (channel: string, markup: (v: string) => string, form: Planting["form"] = "id") =>
  atFirst(channel, { head: markup, form });

export const PAGE_LEVEL: readonly Planting[] = [
  head("meta description", (v) => `<meta name="description" content="${v}">`, "name"),
  head("meta of its own", (v) => `<meta name="user-id" content="${v}">`),
  head("meta keywords and author", (v) => `<meta name="keywords" content="${v}"><meta name="author" content="${v}">`),
  head("meta for other sites", (v) => `<meta property="og:title" content="${v}"><meta name="twitter:image" content="/no/${v}.png">`),
  head("meta of a token", (v) => `<meta name="csrf-token" content="${v}"><meta name="generator" content="${v}">`),
  head("meta with another name", (v) => `<meta itemprop="name" content="${v}"><meta http-equiv="x-user" content="${v}">`),
  head("meta without a name", (v) => `<meta content="${v}"><meta name="${v}" content="x"><meta data-user="${v}">`),
  head("meta of the theme", (v) => `<meta name="viewport" content="${v}"><meta name="theme-color" content="${v}">`),
  head("canonical address", (v) => `<link rel="canonical" href="/open?user=${v}">`),
  head("alternate address", (v) => `<link rel="alternate" hreflang="de" href="/de?user=${v}#${v}">`),
  head("next, icon and others", (v) => `<link rel="next" href="/open?page=${v}"><link rel="icon" href="data:,${v}"><link rel="me" href="/${v}">`),
  head("manifest and preload", (v) => `<link rel="preconnect" href="https://${v}.example"><link rel="preload" as="font" href="/no/${v}"><link rel="modulepreload" href="/no/${v}.js">`),
  head("rules for speculation", (v) => `<script type="speculationrules">{"prefetch":[{"urls":["/no?${v}"]}]}</script>`),
  head("script in the head", (v) => `<script>window.appState = { token: "${v}" }</script>`),
  head("data in the head", (v) => `<script type="application/json" id="state">{"user":"${v}"}</script>`),
  head("address of a script", (v) => `<script src="/no/${v}.js" data-user="${v}" async></script>`),
  head("comment in the head", (v) => `<!-- ${v} -->`),
  head("template and noscript in the head", (v) => `<template>${v}</template><noscript><link rel="stylesheet" href="/no/${v}"></noscript>`),
  inOpen("link with a token", (v) => `<a href="/orders/7?token=${v}">x</a>`),
  inOpen("link with a fragment", (v) => `<a href="/orders/7#access_token=${v}">x</a>`),
  inOpen("link with a fragment alone", (v) => `<a href="#user=${v}">x</a>`),
  inOpen("link with a name and a password", (v) => `<a href="https://${v}:${v}@shop.example/">x</a>`),
  inOpen("link to elsewhere with a token", (v) => `<a href="https://shop.example/pay?token=${v}">x</a>`),
  inOpen("link without a path", (v) => `<a href="?token=${v}">x</a>`),
  inOpen("link with spaces around it", (v) => `<a href=" \n/orders?token=${v} ">x</a>`),
  inOpen("link of script", (v) => `<a href="javascript:open('${v}')">x</a>`),
  inOpen("link of data", (v) => `<a href="data:text/plain,${v}">x</a><a href="blob:${v}">x</a>`),
  inOpen("area with a token", (v) => `<map name="t"><area href="/orders?token=${v}" alt="x"></map>`),
  inOpen("SVG link with a token", (v) => `<svg width="9" height="9"><a href="/orders?token=${v}"><text y="9">x</text></a></svg>`),
  inOpen("old SVG link with a token", (v) => `<svg width="9" height="9"><a xlink:href="/orders?token=${v}"><text y="9">x</text></a></svg>`),
  inOpen("form with a token", (v) => `<form action="/pay?token=${v}"><button>x</button></form>`),
  inOpen("button with a token", (v) => `<button formaction="/pay?token=${v}">x</button><input type="submit" formaction="/pay?token=${v}" value="x">`),
  inOpen("ping and cite with a token", (v) => `<a href="/open" ping="/p?token=${v}">x</a><blockquote cite="/q?token=${v}">x</blockquote><q cite="/q?token=${v}">x</q><del cite="/q?token=${v}">x</del>`),
  inOpen("link that names a thing", (v) => `<link itemprop="url" href="/thing?token=${v}"><meta itemprop="id" content="${v}">`),
  inOpen("address of a picture", (v) => `<img src="/plain.png?${v}" alt="x"><img src="/no/${v}.png" alt="x">`),
  inOpen("addresses of pictures to come", (v) => `<img data-src="/plain.png?token=${v}" data-lazy-srcset="/plain.png?token=${v} 2x" alt="x">`),
  inOpen("handler in the open", (v) => `<p onclick="pay('${v}')" onmouseover="show('${v}')">x</p>`),
  inOpen("comment in the open", (v) => `<p>x<!-- ${v} --></p>`),
  inOpen("template in the open", (v) => `<template><p>${v}</p></template>`),
  inOpen("noscript in the open", (v) => `<noscript><p title="${v}">${v}</p></noscript>`),
  inOpen("script in the open", (v) => `<script>"${v}"</script><script type="text/template"><p>${v}</p></script>`),
  inOpen("nonce and integrity", (v) => `<p nonce="${v}">x</p>`),
  inOpen("object's address", (v) => `<object data="/no/${v}.pdf"></object><embed src="/no/${v}.swf"><video src="/no/${v}.mp4"></video>`),
  inOpen("address behind", (v) => `<p style="background: url(/no/${v}.png?token=${v})">x</p>`),
  atFirst("query and fragment", { address: (v) => `?user=${v}&token=${v}#${v}`, form: "id" }),
  later("title", (_stage, v) => void (document.title = v), { form: "name" }),
  later("title, by its text", (_stage, v) => document.querySelector("title")?.firstChild?.replaceWith(v), { form: "name" }),
  later("title, for a moment", async ({ settled }, v) => {
    const { title } = document;
    document.title = `(1) ${v}`;
    await settled();
    document.title = title;
  }, { form: "name" }),
  later("title, a second one", ({ html }, v) => {
    const title = html("<title></title>");
    title.textContent = v;
    document.head.append(title);
  }),
  later("meta", ({ html }, v) => {
    const meta = html("<meta name='user'>") as HTMLMetaElement;
    document.head.append(meta);
    meta.content = v;
  }),
  later("meta that changes", async ({ html, settled }, v) => {
    const meta = html("<meta name='description' content='x'>") as HTMLMetaElement;
    document.head.append(meta);
    await settled();
    meta.content = v;
  }),
  later("pushed query", (_stage, v) => history.pushState({}, "", `?user=${v}`), { form: "id" }),
  later("pushed fragment", (_stage, v) => history.pushState({}, "", `#user=${v}`), { form: "id" }),
  later("replaced query", (_stage, v) => history.replaceState({ v }, v, `?user=${v}#${v}`), { form: "id" }),
  later("hash", (_stage, v) => void (location.hash = v), { form: "id" }),
  later("link that changes", async ({ host, html, settled }, v) => {
    const link = html("<a href='/open'>x</a>") as HTMLAnchorElement;
    host.append(link);
    await settled();
    link.href = `/open?token=${v}`;
  }, { form: "id" }),
  later("link by its search", async ({ host, html, settled }, v) => {
    const link = html("<a href='/open'>x</a>") as HTMLAnchorElement;
    host.append(link);
    await settled();
    link.search = v;
    link.hash = v;
  }, { form: "id" }),
  later("form that changes", async ({ host, html, settled }, v) => {
    const form = html("<form action='/open'></form>") as HTMLFormElement;
    host.append(form);
    await settled();
    form.action = `/open?token=${v}`;
  }, { form: "id" }),
  later("handler that is set", async ({ host, html, settled }, v) => {
    const part = html("<p>x</p>");
    host.append(part);
    await settled();
    part.setAttribute("onclick", `pay("${v}")`);
  }),
  later("comment that changes", async ({ host, settled }, v) => {
    const comment = document.createComment("x");
    host.append(comment);
    await settled();
    comment.data = v;
  }),
  later("CDATA and processing instruction", ({ host }, v) => {
    const xml = new DOMParser().parseFromString("<a/>", "text/xml");
    host.append(document.createProcessingInstruction("user", v), document.adoptNode(xml.createCDATASection(v)));
  }),
  later("base", async ({ html, settled }, v) => {
    const base = html("<base>") as HTMLBaseElement;
    base.href = `/open?user=${v}`;
    document.head.append(base);
    await settled();
    base.remove();
  }, { form: "id" }),
  later("cookie", (_stage, v) => void (document.cookie = `user=${v}; max-age=600`), { form: "id" }),
  later("storage", async (_stage, v) => {
    localStorage.setItem("user", v);
    sessionStorage.setItem("user", v);
    localStorage.setItem(v, "x");
    const cache = await caches.open("user").catch(() => undefined);
    await cache?.put("/user", new Response(v));
  }),
  later("state of the history", (_stage, v) => history.replaceState({ user: v }, "")),
  later("name of the window", (_stage, v) => void (window.name = v)),
  later("console", (_stage, v) => {
    for (const say of ["debug", "info", "log"] as const) console[say]("Customer:", v, { v });
  }),
  later("error that nobody caught", (_stage, v) => {
    setTimeout(() => {
      throw Object.assign(new Error(v), { name: "ForTheTest" });
    });
  }),
  later("messages between windows", (_stage, v) => {
    window.postMessage({ user: v }, "*");
    new BroadcastChannel("user").postMessage(v);
    document.dispatchEvent(new CustomEvent("user", { detail: v }));
  }),
  later("marks of time", (_stage, v) => {
    performance.mark(v, { detail: v });
    performance.measure(v);
  }),
  later("copied", (_stage, v) => {
    document.addEventListener("copy", (event) => event.clipboardData?.setData("text/plain", v), { once: true });
    document.execCommand("copy");
  }),
  later("media session", (_stage, v) => {
    navigator.mediaSession.metadata = new MediaMetadata({ title: v, artist: v });
  }),
  later("request of the page's own", async (_stage, v) => {
    await fetch(`/no/${v}?token=${v}`, { headers: { authorization: `Bearer ${v}` } }).catch(() => {});
  }, { form: "id" }),
  later("what a script made of it all", (_stage, v) => {
    Object.assign(window, { appState: { user: v }, [`user_${v.replace(/\W/g, "")}`]: v });
  }),
];
