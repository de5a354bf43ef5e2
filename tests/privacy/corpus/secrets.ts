/** What never leaves, with nothing marked: passwords, codes, hidden fields, names of files. */
import type { Hands, Planting } from "./planting.ts";
import { field, firstField, inOpen, told } from "./secret-field.ts";
import { fileNamed } from "./typing.ts";

const type = (hands: Hands, value: string) => field(hands).pressSequentially(value);

const passwords: readonly Planting[] = [
  ...told("password", 'type="password"'),
  inOpen("password", "typed, letter by letter", {
    html: () => '<input type="password">',
    drive: type,
  }),
  ...told("password, in capitals", 'TYPE="PassWord"'),
  inOpen("password", "shown, then typed on", {
    html: () => '<input type="password">',
    async drive(hands, v) {
      await field(hands).pressSequentially(v.slice(0, 6));
      await field(hands).evaluate((input) => void ((input as HTMLInputElement).type = "text"));
      await field(hands).pressSequentially(v.slice(6));
    },
  }),
  inOpen("password", "shown in the same task", {
    html: () => '<input type="password">',
    run(stage, v) {
      firstField(stage).value = v;
      firstField(stage).type = "text";
    },
  }),
  inOpen("password", "shown by a new field", {
    html: (v) => `<p><input type="password" name="pw" value="${v}"></p>`,
    async run({ host, settled }, v) {
      await settled();
      const shown = document.createElement("input");
      Object.assign(shown, { type: "text", name: "pw", value: v });
      host.querySelector("input")?.replaceWith(shown);
    },
  }),
  inOpen("password", "shown by a field beside it", {
    html: () => '<input type="password"><input type="text" hidden>',
    async drive({ host }, v) {
      await host.locator("input").first().pressSequentially(v);
      await host.evaluate((element) => {
        const [hidden, shown] = element.querySelectorAll("input");
        if (!hidden || !shown) return;
        shown.value = hidden.value;
        shown.hidden = false;
        hidden.hidden = true;
      });
    },
  }),
  inOpen("password", "shown as text", {
    html: () => '<input type="password"><output></output>',
    async drive({ host }, v) {
      await host.locator("input").first().pressSequentially(v);
      await host.evaluate((element) => {
        const value = element.querySelector("input")?.value ?? "";
        element.querySelector("output")?.replaceChildren(value);
      });
    },
  }),
  inOpen("password", "kept in an attribute", {
    html: () => '<input type="password">',
    async run(stage, v) {
      firstField(stage).value = v;
      await stage.settled();
      firstField(stage).setAttribute("value", v);
      firstField(stage).dataset["value"] = v;
    },
  }),
  inOpen("password", "filled in by the browser", {
    html: () => '<form><input name="user"><input type="password"></form>',
    run({ host }, v) {
      const input = host.querySelector("[type=password]") as HTMLInputElement;
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
      set?.call(input, v);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  }),
  inOpen("password", "added later", {
    run({ host, html }, v) {
      const input = html('<input type="password">') as HTMLInputElement;
      input.value = v;
      host.append(input);
    },
  }),
  inOpen("password", "its clone, as text", {
    html: (v) => `<p><input type="password" value="${v}"></p>`,
    run({ host }) {
      const clone = firstField({ host }).cloneNode(true) as HTMLInputElement;
      clone.type = "text";
      host.append(clone);
    },
  }),
  inOpen("password", "its hint", {
    html: (v) =>
      `<input type="password" title="${v}" aria-valuetext="${v}" data-initial="${v}" value="${v}">`,
  }),
  inOpen("password", "in a form that is reset", {
    html: (v) => `<form><input type="password" value="${v}"></form>`,
    run({ host }) {
      firstField({ host }).value = "x";
      host.querySelector("form")?.reset();
    },
  }),
];

const codes: readonly Planting[] = [
  inOpen("code, a letter a field", "typed", {
    form: "id",
    html: (v) =>
      `<fieldset aria-label="Verification code">${[...v].map((_one, at) => `<input name="otp-${at}" maxlength="1" autocomplete="${at === 0 ? "one-time-code" : "off"}">`).join("")}</fieldset>`,
    async drive({ host }, v) {
      for (const [at, letter] of [...v].entries()) await host.locator("input").nth(at).fill(letter);
    },
  }),
  inOpen("code in a text area", "typed", {
    html: () => '<textarea autocomplete="one-time-code"></textarea>',
    drive: type,
  }),
  inOpen("expiry in a list", "at first", {
    html: (v) => `<select autocomplete="cc-exp"><option>x<option selected>${v}</select>`,
  }),
];

const hidden: readonly Planting[] = [
  inOpen("hidden field", "at first", {
    html: (v) => `<input type="hidden" name="csrf" value="${v}">`,
  }),
  inOpen("hidden field", "its other attributes", {
    html: (v) => `<input type="hidden" id="h" data-user="${v}" title="${v}" value="x">`,
  }),
  inOpen("hidden field", "set by a script", {
    html: () => '<input type="hidden" name="csrf">',
    async run(stage, v) {
      await stage.settled();
      firstField(stage).value = v;
    },
  }),
  inOpen("hidden field", "added later", {
    run: ({ host, html }, v) => host.append(html(`<input type="hidden" value="${v}">`)),
  }),
  inOpen("hidden field", "shown later", {
    html: (v) => `<input type="hidden" value="${v}">`,
    async run(stage) {
      await stage.settled();
      firstField(stage).type = "text";
    },
  }),
];

const files: readonly Planting[] = [
  inOpen("name of a file", "chosen", {
    html: () => '<input type="file">',
    drive: (hands, v) => field(hands).setInputFiles([fileNamed(v)]),
  }),
  inOpen("names of files", "chosen", {
    html: () => '<input type="file" multiple>',
    drive: (hands, v) => field(hands).setInputFiles([fileNamed("x"), fileNamed(v)]),
  }),
  inOpen("kinds of files", "at first", { html: (v) => `<input type="file" value="${v}">` }),
  inOpen("name of a file, field replaced", "chosen", {
    html: () => '<p><input type="file"></p>',
    async drive(hands, v) {
      await field(hands).setInputFiles([fileNamed(v)]);
      await field(hands).evaluate((input) =>
        input.parentElement?.append(input.cloneNode(true), input),
      );
    },
  }),
];

export const SECRETS: readonly Planting[] = [...passwords, ...codes, ...hidden, ...files];
