/** Pictures that the page's scripts bring into what is redacted. */
import type { Planting, Stage } from "./planting.ts";

const later = (
  channel: string,
  place: string,
  run: (stage: Stage, src: string) => void | Promise<void>,
): Planting => ({
  ...{ group: "pictures", channel, phase: "later", place, picture: "png", run },
});

function pictureOf(src: string): Promise<HTMLImageElement> {
  const picture = new Image();
  return new Promise((resolve) => {
    picture.addEventListener("load", () => resolve(picture), { once: true });
    picture.src = src;
  });
}

async function dataAddress(src: string): Promise<string> {
  const picture = await pictureOf(src);
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 32 });
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  return canvas.toDataURL();
}

export const PICTURE_WRITES: readonly Planting[] = [
  later("added", "within", async ({ secret }, src) => void secret.append(await pictureOf(src))),
  later("marked in the next frame", "on it", async ({ host, mark, frame, html }, src) => {
    const picture = html("<img alt='x'>") as HTMLImageElement;
    picture.src = src;
    host.append(picture);
    await frame();
    mark(picture);
  }),
  later("loaded before, marked in the next frame", "on it", async ({ host, mark, frame }, src) => {
    const picture = await pictureOf(src);
    host.append(picture);
    await frame();
    mark(picture);
  }),
  later("marked as it loads", "on it", async ({ host, mark }, src) => {
    const picture = document.createElement("img");
    const loading = new Promise<void>((resolve) => {
      picture.addEventListener("load", () => {
        mark(picture);
        resolve();
      });
    });
    host.append(picture);
    picture.src = src;
    mark(picture);
    await loading;
  }),
  later(
    "another one, once the mark is gone",
    "within",
    async ({ secret, unmark, settled }, src) => {
      const picture = await pictureOf("/plain.png");
      secret.append(picture);
      await settled();
      unmark(secret);
      await settled();
      picture.src = src;
      await picture.decode();
    },
  ),
  later("moved out", "moved out", async ({ host, secret, settled }, src) => {
    const picture = await pictureOf(src);
    secret.append(picture);
    await settled();
    host.append(picture);
  }),
  later("of data", "within", async ({ secret }, src) => {
    const picture = document.createElement("img");
    picture.src = await dataAddress(src);
    secret.append(picture);
  }),
  later("of data, behind", "within", async ({ secret }, src) => {
    secret.innerHTML = `<p style='background: url("${await dataAddress(src)}"); height: 40px'>x</p>`;
  }),
  later("of a blob", "within", async ({ secret }, src) => {
    const blob = await (await fetch(src)).blob();
    secret.append(await pictureOf(URL.createObjectURL(blob)));
  }),
  later("drawn on a canvas", "within", async ({ secret }, src) => {
    const canvas = document.createElement("canvas");
    secret.append(canvas);
    canvas.getContext("2d")?.drawImage(await pictureOf(src), 0, 0);
  }),
  later("background, by script", "within", async ({ secret, html }, src) => {
    const part = html("<p>x</p>");
    secret.append(part);
    await pictureOf(src);
    part.style.backgroundImage = `url(${src})`;
  }),
  later("background, by an inserted rule", "by a rule", async ({ secret, html }, src) => {
    secret.className += " behind-inserted";
    const style = html("<style></style>") as HTMLStyleElement;
    document.head.append(style);
    await pictureOf(src);
    style.sheet?.insertRule(`.behind-inserted { background: url(${src}) }`);
  }),
  later("background, by an adopted sheet", "by a rule", async ({ secret }, src) => {
    secret.className += " behind-adopted";
    await pictureOf(src);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`.behind-adopted { background: url(${src}) }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }),
  later("poster, by script", "within", async ({ secret, html }, src) => {
    const video = html("<video></video>") as HTMLVideoElement;
    secret.append(video);
    await pictureOf(src);
    video.poster = src;
  }),
];
