/** Frames of the page's own origin: `/framed/TEXT` is a page that says TEXT in every way it can. */
import type { Planting, Stage } from "./planting.ts";

type Run = (stage: Stage, value: string) => void | Promise<void>;

const later = (channel: string, place: string, run: Run): Planting => ({
  ...{ group: "frames", channel, phase: "later", place, run, form: "id" },
});

const atFirst = (
  channel: string,
  place: string,
  html: NonNullable<Planting["html"]>,
): Planting => ({
  ...{ group: "frames", channel, phase: "at first", place, html, form: "id" },
});

function loaded(frame: HTMLIFrameElement): Promise<Document> {
  return new Promise((resolve) => {
    frame.addEventListener("load", () => resolve(frame.contentDocument as Document), {
      once: true,
    });
  });
}

/** Added, and there. */
async function frameIn(holder: Element, markup: string): Promise<Document> {
  const frame = document.createElement("iframe");
  frame.srcdoc = markup;
  const opening = loaded(frame);
  holder.append(frame);
  return opening;
}

export const FRAMES: readonly Planting[] = [
  atFirst(
    "its own address",
    "within",
    (v, mark) => `<div ${mark}><iframe src="/framed/${v}"></iframe></div>`,
  ),
  atFirst("its own address", "on it", (v, mark) => `<iframe ${mark} src="/framed/${v}"></iframe>`),
  atFirst("its address", "in the open", (v) => `<iframe src="/framed?token=${v}#${v}"></iframe>`),
  atFirst("its content", "on it", (v, mark) => `<iframe ${mark} srcdoc="<h1>${v}</h1>"></iframe>`),
  atFirst(
    "its content",
    "redacted in it",
    (v, mark) => `<iframe srcdoc='<p ${mark}>${v}</p>'></iframe>`,
  ),
  atFirst(
    "its body",
    "redacted in it",
    (v, mark) => `<iframe srcdoc='<body ${mark}>${v}</body>'></iframe>`,
  ),
  atFirst(
    "its root",
    "redacted in it",
    (v, mark) => `<iframe srcdoc='<html ${mark}>${v}</html>'></iframe>`,
  ),
  atFirst(
    "its title",
    "on it",
    (v, mark) => `<iframe ${mark} srcdoc="<title>${v}</title>x"></iframe>`,
  ),
  atFirst(
    "its title",
    "in the open",
    (v) => `<iframe srcdoc="<title>${v}</title><meta name='user' content='${v}'>x"></iframe>`,
  ),
  atFirst(
    "its password",
    "in the open",
    (v) =>
      `<iframe srcdoc="<input type='password' value='${v}'><input type='hidden' value='${v}'>"></iframe>`,
  ),
  atFirst(
    "in a frame",
    "within",
    (v, mark) => `<iframe ${mark} srcdoc="<iframe src='/framed/${v}'></iframe>"></iframe>`,
  ),
  atFirst(
    "in a frame",
    "redacted in it",
    (v, mark) =>
      `<iframe srcdoc='<div ${mark}><iframe src="/framed/${v}"></iframe></div>'></iframe>`,
  ),
  atFirst(
    "object",
    "within",
    (v, mark) => `<div ${mark}><object data="/framed/${v}" type="text/html"></object></div>`,
  ),
  atFirst(
    "embed",
    "within",
    (v, mark) => `<div ${mark}><embed src="/framed/${v}" type="text/html"></div>`,
  ),
  atFirst(
    "frame without rights",
    "within",
    (v, mark) => `<iframe ${mark} sandbox src="/framed/${v}"></iframe>`,
  ),
  later("added", "within", ({ secret }, v) =>
    frameIn(secret, `<p title="${v}">${v}</p>`).then(() => {}),
  ),
  later("written into", "within", ({ secret }, v) => {
    const frame = document.createElement("iframe");
    secret.append(frame);
    const inside = frame.contentDocument as Document;
    inside.open();
    inside.write(`<title>${v}</title><p>${v}</p>`);
    inside.close();
  }),
  later("text that changes", "within", async ({ secret, settled }, v) => {
    const inside = await frameIn(secret, "<p>x</p>");
    await settled();
    (inside.body.firstChild as Element).textContent = v;
  }),
  later("text that changes", "redacted in it", async ({ host, mark, settled }, v) => {
    const inside = await frameIn(host, "<p>x</p>");
    mark(inside.body.firstChild as Element);
    await settled();
    (inside.body.firstChild as Element).textContent = v;
  }),
  later("field that changes", "redacted in it", async ({ host, mark, settled }, v) => {
    const inside = await frameIn(host, "<div><input></div>");
    mark(inside.body.firstChild as Element);
    await settled();
    const field = inside.querySelector("input") as HTMLInputElement;
    field.value = v;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }),
  later("element added", "redacted in it", async ({ host, mark, settled }, v) => {
    const inside = await frameIn(host, "<div></div>");
    mark(inside.body.firstChild as Element);
    await settled();
    (inside.body.firstChild as Element).innerHTML = `<b title="${v}">${v}</b>`;
  }),
  later("document replaced", "within", async ({ secret, settled }, v) => {
    const frame = document.createElement("iframe");
    frame.src = "/framed";
    secret.append(frame);
    await loaded(frame);
    await settled();
    frame.src = `/framed/${v}`;
    await loaded(frame);
  }),
  later("document replaced from inside", "within", async ({ secret, settled }, v) => {
    const frame = document.createElement("iframe");
    frame.src = "/framed";
    secret.append(frame);
    await loaded(frame);
    await settled();
    frame.contentWindow?.location.replace(`/framed/${v}?x=${v}`);
    await loaded(frame);
  }),
  later(
    "document replaced after the mark is gone",
    "sticky",
    async ({ host, mark, unmark, settled }, v) => {
      const frame = document.createElement("iframe");
      frame.src = "/framed";
      mark(frame);
      host.append(frame);
      await loaded(frame);
      await settled();
      unmark(frame);
      await settled();
      frame.src = `/framed/${v}`;
      await loaded(frame);
    },
  ),
  later("marked in the next frame", "on it", async ({ host, mark, frame: nextFrame }, v) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = `<p>${v}</p>`;
    host.append(frame);
    await nextFrame();
    mark(frame);
  }),
  later("marked as it loads", "on it", async ({ host, mark }, v) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = `<p>${v}</p>`;
    frame.addEventListener("load", () => mark(frame));
    host.append(frame);
    await loaded(frame);
  }),
  later("body marked as it loads", "redacted in it", async ({ host, mark }, v) => {
    const frame = document.createElement("iframe");
    frame.srcdoc = `<p>${v}</p>`;
    frame.addEventListener("load", () => mark(frame.contentDocument?.body as Element));
    host.append(frame);
    await loaded(frame);
  }),
  later(
    "holder marked in the next frame",
    "within",
    async ({ host, mark, frame: nextFrame, html }, v) => {
      const holder = html("<div></div>");
      host.append(holder);
      const loading = frameIn(holder, `<p>${v}</p>`);
      await nextFrame();
      mark(holder);
      await loading;
    },
  ),
  later("moved out, so that it loads again", "moved out", async ({ host, secret, settled }, v) => {
    await frameIn(secret, `<p>${v}</p>`);
    await settled();
    const frame = secret.firstChild as HTMLIFrameElement;
    const loading = loaded(frame);
    host.append(frame);
    await loading;
  }),
  later("its content moved out", "moved out", async ({ host, secret, settled }, v) => {
    const inside = await frameIn(secret, `<p>${v}</p>`);
    await settled();
    host.append(document.adoptNode(inside.body.firstChild as Node));
  }),
  later("its hash changes", "within", async ({ secret, settled }, v) => {
    const frame = document.createElement("iframe");
    frame.src = "/framed";
    secret.append(frame);
    await loaded(frame);
    await settled();
    frame.contentWindow?.history.pushState({}, "", `/framed?${v}#${v}`);
    (frame.contentDocument as Document).title = v;
  }),
  later("shadow root", "redacted in it", async ({ host, mark }, v) => {
    const inside = await frameIn(host, "<div></div>");
    const root = (inside.body.firstChild as Element).attachShadow({ mode: "open" });
    root.innerHTML = `<p title="${v}">x</p>`;
    mark(root.firstChild as Element);
    root.firstChild?.appendChild(inside.createTextNode(v));
  }),
  later("sheet of its own", "within", async ({ secret }, v) => {
    const inside = await frameIn(secret, "<p>x</p>");
    const style = inside.createElement("style");
    style.textContent = `p::before { content: "${v}" }`;
    inside.head.append(style);
    style.sheet?.insertRule(`p::after { content: "${v}" }`);
  }),
  later("sheet of its own", "redacted in it", async ({ host, mark }, v) => {
    const inside = await frameIn(host, "<p>x</p>");
    mark(inside.body.firstChild as Element);
    const style = inside.createElement("style");
    style.textContent = `p::before { content: "${v}" }`;
    inside.head.append(style);
  }),
];
