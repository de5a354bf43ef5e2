/** What scripts do to the page's title, address and facts, and what they keep for themselves. */
import type { Planting, Stage } from "./planting.ts";

type Run = (stage: Stage, value: string) => void | Promise<void>;

const later = (channel: string, run: Run, more: Partial<Planting> = {}): Planting => ({
  ...{ group: "page", channel, phase: "later", place: "of the page", run, ...more },
});

export const PAGE_WRITES: readonly Planting[] = [
  later("title", (_stage, v) => void (document.title = v), { form: "name" }),
  later(
    "title, by its text",
    (_stage, v) => document.querySelector("title")?.firstChild?.replaceWith(v),
    { form: "name" },
  ),
  later(
    "title, for a moment",
    async ({ settled }, v) => {
      const { title } = document;
      document.title = `(1) ${v}`;
      await settled();
      document.title = title;
    },
    { form: "name" },
  ),
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
  later("replaced query", (_stage, v) => history.replaceState({ v }, v, `?user=${v}#${v}`), {
    form: "id",
  }),
  later("hash", (_stage, v) => void (location.hash = v), { form: "id" }),
  later(
    "link that changes",
    async ({ host, html, settled }, v) => {
      const link = html("<a href='/open'>x</a>") as HTMLAnchorElement;
      host.append(link);
      await settled();
      link.href = `/open?token=${v}`;
    },
    { form: "id" },
  ),
  later(
    "link by its search",
    async ({ host, html, settled }, v) => {
      const link = html("<a href='/open'>x</a>") as HTMLAnchorElement;
      host.append(link);
      await settled();
      link.search = v;
      link.hash = v;
    },
    { form: "id" },
  ),
  later(
    "form that changes",
    async ({ host, html, settled }, v) => {
      const form = html("<form action='/open'></form>") as HTMLFormElement;
      host.append(form);
      await settled();
      form.action = `/open?token=${v}`;
    },
    { form: "id" },
  ),
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
    host.append(
      document.createProcessingInstruction("user", v),
      document.adoptNode(xml.createCDATASection(v)),
    );
  }),
  later(
    "base",
    async ({ html, settled }, v) => {
      const base = html("<base>") as HTMLBaseElement;
      base.href = `/open?user=${v}`;
      document.head.append(base);
      await settled();
      base.remove();
    },
    { form: "id" },
  ),
  later(
    "cookie",
    (_stage, v) => {
      // biome-ignore lint/suspicious/noDocumentCookie: as pages do it
      document.cookie = `user=${v}; max-age=600`;
    },
    { form: "id" },
  ),
  later("storage", async (_stage, v) => {
    localStorage.setItem("user", v);
    sessionStorage.setItem("user", v);
    localStorage.setItem(v, "x");
    const cache = await caches.open("user").catch(() => undefined);
    await cache?.put("/user", new Response(v));
  }),
  later("state of the history", (_stage, v) => history.replaceState({ user: v }, "")),
  later("name of the window", (_stage, v) => void (window.name = v)),
  later("audit of the page", async ({ secret, settled }, v) => {
    secret.append(v);
    const { alongside } = window as unknown as { alongside(verb: string, what?: string): void };
    alongside("audit");
    await settled();
    await settled();
    alongside("audit", "off");
  }),
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
    document.addEventListener("copy", (event) => event.clipboardData?.setData("text/plain", v), {
      once: true,
    });
    document.execCommand("copy");
  }),
  later("media session", (_stage, v) => {
    navigator.mediaSession.metadata = new MediaMetadata({ title: v, artist: v });
  }),
  later(
    "request of the page's own",
    async (_stage, v) => {
      await fetch(`/no/${v}?token=${v}`, { headers: { authorization: `Bearer ${v}` } }).catch(
        () => {},
      );
    },
    { form: "id" },
  ),
  later("what a script made of it all", (_stage, v) => {
    Object.assign(window, { appState: { user: v }, [`user_${v.replace(/\W/g, "")}`]: v });
  }),
];
