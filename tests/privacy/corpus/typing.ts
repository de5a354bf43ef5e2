/** What the customer does with keys and pointer in what is redacted. */
import type { Hands, Planting } from "./planting.ts";

const typed = (
  channel: string,
  html: string,
  drive: (hands: Hands, value: string) => Promise<void>,
  more: Partial<Planting> = {},
): Planting => ({
  ...{ group: "typing", channel, phase: "typed", place: "within" },
  html: (_v, mark) => `<div ${mark}>${html}</div>`,
  drive,
  ...more,
});

const field = ({ host }: Hands, selector = ".field") => host.locator(selector);

const type = (hands: Hands, value: string) => field(hands).pressSequentially(value);

export const TYPING: readonly Planting[] = [
  typed("field, letter by letter", "<input class='field'>", type),
  typed("field, at once", "<input class='field'>", (hands, v) => field(hands).fill(v)),
  typed("field, on it", "", type, {
    place: "on it",
    html: (_v, mark) => `<p><input ${mark}></p>`,
    drive: (hands, v) => field(hands, "p > input").pressSequentially(v),
  }),
  typed("field, then emptied", "<input class='field'>", async (hands, v) => {
    await type(hands, v);
    await field(hands).fill("");
  }),
  typed("field, undone", "<input class='field'>", async (hands, v) => {
    await type(hands, v);
    await hands.page.keyboard.press("Control+z");
  }),
  typed(
    "field of a search",
    "<input type='search' class='field' list='found'><datalist id='found'><option>x</datalist>",
    type,
  ),
  typed(
    "field of a number",
    "<input type='number' class='field'>",
    (hands, v) => type(hands, v.replaceAll(" ", "")),
    { form: "number" },
  ),
  typed("text area", "<textarea class='field'></textarea>", type),
  typed("text area, pasted", "<textarea class='field'></textarea>", async (hands, v) => {
    await field(hands).focus();
    await hands.page.keyboard.insertText(v);
  }),
  typed("editable", "<div class='field' contenteditable>x</div>", type),
  typed("editable, plain", "<div class='field' contenteditable='plaintext-only'>x</div>", type),
  typed(
    "editable, bold and in lines",
    "<div class='field' contenteditable>x</div>",
    async (hands, v) => {
      await field(hands).click();
      await hands.page.keyboard.press("Control+b");
      await hands.page.keyboard.press("Enter");
      await type(hands, v);
    },
  ),
  typed(
    "editable, on it",
    "",
    (hands, v) => field(hands, ":scope > [contenteditable]").pressSequentially(v),
    {
      place: "on it",
      html: (_v, mark) => `<div contenteditable ${mark}>x</div>`,
    },
  ),
  typed(
    "document in design mode",
    "<iframe class='field' srcdoc='<body contenteditable>x'></iframe>",
    async ({ host }, v) => {
      await host.frameLocator(".field").locator("body").pressSequentially(v);
    },
  ),
  typed("field in a frame", "<iframe class='field' srcdoc='<input>'></iframe>", ({ host }, v) =>
    host.frameLocator(".field").locator("input").pressSequentially(v),
  ),
  typed(
    "field in a frame, redacted in it",
    "",
    ({ host }, v) => host.frameLocator("iframe").locator("input").pressSequentially(v),
    {
      place: "redacted in a frame",
      html: (_v, mark) => `<iframe srcdoc='<div ${mark}><input></div>'></iframe>`,
    },
  ),
  typed(
    "field in a root",
    "<x-e><template shadowrootmode='open'><input class='field'></template></x-e>",
    type,
  ),
  typed("field in a root, redacted in it", "", type, {
    place: "redacted in a root",
    html: (_v, mark) =>
      `<x-e><template shadowrootmode="open"><p ${mark}><input class="field"></p></template></x-e>`,
  }),
  typed(
    "choice in a list",
    "",
    async (hands, v) => {
      await field(hands, "select").selectOption({ label: v });
    },
    { html: (v, mark) => `<div ${mark}><select><option>x<option>${v}</select></div>` },
  ),
  typed(
    "choice in a list, its value",
    "",
    async (hands, v) => {
      await field(hands, "select").selectOption(v);
    },
    { html: (v, mark) => `<div ${mark}><select><option>x<option value="${v}">y</select></div>` },
  ),
  typed(
    "option that is redacted, chosen",
    "",
    async (hands, v) => {
      await field(hands, "select").selectOption(v);
    },
    {
      place: "on it",
      html: (v, mark) => `<p><select><option>x<option ${mark} value="${v}">${v}</select></p>`,
    },
  ),
  typed("box that is checked", "", (hands) => field(hands, "input").check(), {
    html: (v, mark) =>
      `<div ${mark}><input type="checkbox" value="${v}" name="${v.replace(/\W/g, "")}"></div>`,
  }),
  typed("button of several", "", (hands) => field(hands, "input").last().check(), {
    html: (v, mark) =>
      `<div ${mark}><input type="radio" name="z" value="x"><input type="radio" name="z" value="${v}"></div>`,
  }),
  typed(
    "selected text",
    "",
    async (hands) => {
      await field(hands, "p").selectText();
    },
    { html: (v, mark) => `<div ${mark}><p>${v}</p></div>` },
  ),
  typed(
    "selected from the open into it",
    "",
    async ({ host }) => {
      await host.evaluate((element) =>
        element.ownerDocument.getSelection()?.selectAllChildren(element),
      );
    },
    { html: (v, mark) => `<p>x</p><div ${mark}><p>${v}</p></div>` },
  ),
  typed("focused button", "", (hands) => field(hands, "button").focus(), {
    html: (v, mark) => `<div ${mark}><button aria-label="${v}">${v}</button></div>`,
  }),
  typed("pointer over it", "", (hands) => field(hands, "p").hover(), {
    html: (v, mark) => `<div ${mark}><p title="${v}">${v}</p></div>`,
  }),
  typed(
    "dragged within",
    "",
    async ({ host }) => {
      await host.locator("p").dragTo(host.locator("section"));
    },
    {
      html: (v, mark) =>
        `<div ${mark}><p draggable="true" ondragstart="event.dataTransfer.setData('text/plain', this.textContent)">${v}</p><section ondragover="event.preventDefault()" ondrop="event.preventDefault(); this.append(event.dataTransfer.getData('text/plain'))">x</section></div>`,
    },
  ),
  typed("details that open", "", (hands) => field(hands, "summary").click(), {
    html: (v, mark) => `<div ${mark}><details><summary>x</summary><p>${v}</p></details></div>`,
  }),
  typed(
    "dialog that opens",
    "",
    async ({ host }) => {
      await host.locator("dialog").evaluate((dialog) => (dialog as HTMLDialogElement).show());
    },
    { html: (v, mark) => `<div ${mark}><dialog>${v}</dialog></div>` },
  ),
  typed(
    "dialog in the top layer",
    "",
    async ({ host }) => {
      const dialog = host.locator("dialog");
      await dialog.evaluate((element) => (element as HTMLDialogElement).showModal());
      await dialog.evaluate((element) => (element as HTMLDialogElement).close());
    },
    { place: "on it", html: (v, mark) => `<dialog ${mark}><p>${v}</p></dialog>` },
  ),
  typed(
    "popover that opens",
    "",
    async ({ host }) => {
      await host.locator("[popover]").evaluate((element) => (element as HTMLElement).showPopover());
    },
    { html: (v, mark) => `<div ${mark}><div popover>${v}</div></div>` },
  ),
  typed("file", "<input type='file' class='field' multiple>", async (hands, v) => {
    await field(hands).setInputFiles([fileNamed(v)]);
  }),
];

export const fileNamed = (name: string) => ({
  name: `${name}.pdf`,
  mimeType: "application/pdf",
  buffer: Buffer.from(`%PDF ${name}`),
});
