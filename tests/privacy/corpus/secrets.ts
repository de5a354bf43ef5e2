/** What never leaves, with nothing marked: passwords, codes, cards, hidden fields, names of files. */
import type { Hands, Planting, Stage } from "./planting.ts";
import { fileNamed } from "./typing.ts";

const open = (channel: string, phase: string, more: Partial<Planting>): Planting => ({
  ...{ group: "secrets", channel, phase, place: "in the open" },
  ...more,
});

const field = ({ host }: Hands) => host.locator("input, textarea").first();

const type = (hands: Hands, value: string) => field(hands).pressSequentially(value);

const firstField = ({ host }: Stage) => host.querySelector("input, textarea, select") as HTMLInputElement;

/** Told by its markup alone: what stands in it when the page comes, what is typed, what a script sets. */
const told = (channel: string, attributes: string, around = (input: string) => input): Planting[] => [
  open(channel, "at first", { html: (v) => around(`<input ${attributes} value="${v}">`) }),
  open(channel, "typed", { html: () => around(`<input ${attributes}>`), drive: (hands, v) => field(hands).fill(v) }),
  open(channel, "set by a script", {
    html: () => around(`<input ${attributes}>`),
    run(stage, v) {
      firstField(stage).value = v;
    },
  }),
];

const labelled = (label: string) => (input: string) => `<label>${label} ${input}</label>`;

const AUTOCOMPLETE = [
  ...["cc-number", "cc-csc", "cc-exp", "cc-exp-month", "cc-exp-year"],
  ...["current-password", "new-password", "one-time-code"],
  ...["section-a billing cc-number", "CC-NUMBER", "username webauthn current-password", "shipping tel cc-csc"],
];

/** Fields as shops and banks write them, without a word of `autocomplete`. */
const TELLING: Record<string, [attributes: string, around?: (input: string) => string]> = {
  "card by its name": ['name="card_number" type="text"'],
  "card by its name, in one word": ['name="cardnumber" inputmode="numeric"'],
  "card by its name, shortened": ['name="ccnum"'],
  "card by its id": ['id="creditCardNumber" type="tel"'],
  "card by its placeholder": ['placeholder="Card number"'],
  "card by its label": ["", labelled("Card number")],
  "card by its accessible name": ['aria-label="Credit card number"'],
  "card by a label elsewhere": ['id="field-a"', (input) => `<label for="field-a">Card number</label>${input}`],
  "card by what labels it": ['aria-labelledby="label-a"', (input) => `<b id="label-a">Card number</b>${input}`],
  "card by what a framework says": ['data-testid="card-number-input" data-elements-stable-field-name="cardNumber"'],
  "check digits by their name": ['name="cvc"'],
  "check digits by their id": ['id="card-cvv2" maxlength="40"'],
  "check digits by their label": ["", labelled("Security code")],
  "expiry by its name": ['name="exp-date" placeholder="MM / YY"'],
  "expiry by its placeholder": ['placeholder="MM/YY"'],
  "code by its name": ['name="otp" inputmode="numeric"'],
  "code by its name, written out": ['name="verification_code"'],
  "code by its id": ['id="totpCode" type="text"'],
  "code by its label": ["", labelled("One-time code")],
  "code by what was sent": ["", labelled("Enter the 6-digit code we sent you")],
  "code of two factors": ['name="mfa-token" aria-label="Authenticator code"'],
  "PIN by its name": ['name="pin" inputmode="numeric"'],
  "PIN by its label": ["", labelled("PIN")],
  "password by its name": ['name="password" type="text"'],
  "password by its id": ['id="user_pwd"'],
  "password by its label": ["", labelled("Password")],
  "password by its looks": ['style="-webkit-text-security: disc"'],
  "passphrase": ['name="passphrase"', labelled("Passphrase")],
  "secret answer": ['name="securityAnswer"', labelled("Answer to your security question")],
  "secret key": ['name="api_secret"', labelled("Secret key")],
  "social security number": ['name="ssn"', labelled("Social security number")],
  "account number": ['name="iban"', labelled("IBAN")],
  "card, in German": ["", labelled("Kartennummer")],
  "password, in German": ['name="passwort"', labelled("Passwort")],
  "code, in German": ['name="tan"', labelled("TAN")],
  "card, in French": ["", labelled("Numéro de carte")],
  "password, in Spanish": ['name="contrasena"', labelled("Contraseña")],
};

const passwords: readonly Planting[] = [
  ...told("password", 'type="password"'),
  open("password", "typed, letter by letter", { html: () => '<input type="password">', drive: type }),
  ...told("password, in capitals", 'TYPE="PassWord"'),
  open("password", "shown, then typed on", {
    html: () => '<input type="password">',
    async drive(hands, v) {
      await field(hands).pressSequentially(v.slice(0, 6));
      await field(hands).evaluate((input) => void ((input as HTMLInputElement).type = "text"));
      await field(hands).pressSequentially(v.slice(6));
    },
  }),
  open("password", "shown in the same task", {
    html: () => '<input type="password">',
    run(stage, v) {
      firstField(stage).value = v;
      firstField(stage).type = "text";
    },
  }),
  open("password", "shown before the session sees it", {
    html: (v) => `<input type="password" value="${v}"><script>document.currentScript.previousSibling.type = "text"</script>`,
  }),
  open("password", "shown by a new field", {
    html: (v) => `<p><input type="password" name="pw" value="${v}"></p>`,
    async run({ host, settled }, v) {
      await settled();
      const shown = document.createElement("input");
      Object.assign(shown, { type: "text", name: "pw", value: v });
      host.querySelector("input")?.replaceWith(shown);
    },
  }),
  open("password", "shown by a field beside it", {
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
  open("password", "shown as text", {
    html: () => '<input type="password"><output></output>',
    async drive({ host }, v) {
      await host.locator("input").first().pressSequentially(v);
      await host.evaluate((element) => {
        const value = element.querySelector("input")?.value ?? "";
        element.querySelector("output")?.replaceChildren(value);
      });
    },
  }),
  open("password", "kept in an attribute", {
    html: () => '<input type="password">',
    async run(stage, v) {
      firstField(stage).value = v;
      await stage.settled();
      firstField(stage).setAttribute("value", v);
      firstField(stage).dataset["value"] = v;
    },
  }),
  open("password", "filled in by the browser", {
    html: () => '<form><input name="user"><input type="password"></form>',
    run({ host }, v) {
      const input = host.querySelector("[type=password]") as HTMLInputElement;
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value") ?? {};
      set?.call(input, v);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    },
  }),
  open("password", "added later", {
    run({ host, html }, v) {
      const input = html('<input type="password">') as HTMLInputElement;
      input.value = v;
      host.append(input);
    },
  }),
  open("password", "its clone, as text", {
    html: (v) => `<p><input type="password" value="${v}"></p>`,
    run({ host }) {
      const clone = firstField({ host } as Stage).cloneNode(true) as HTMLInputElement;
      clone.type = "text";
      host.append(clone);
    },
  }),
  open("password", "its hint", { html: (v) => `<input type="password" title="${v}" aria-valuetext="${v}" data-initial="${v}" value="${v}">` }),
  open("password", "in a form that is reset", {
    html: (v) => `<form><input type="password" value="${v}"></form>`,
    run({ host }) {
      firstField({ host } as Stage).value = "x";
      host.querySelector("form")?.reset();
    },
  }),
];

const codes: readonly Planting[] = [
  open("code, a letter a field", "typed", {
    form: "id",
    html: (v) => `<fieldset aria-label="Verification code">${[...v].map((_one, at) => `<input name="otp-${at}" maxlength="1" autocomplete="${at === 0 ? "one-time-code" : "off"}">`).join("")}</fieldset>`,
    async drive({ host }, v) {
      for (const [at, letter] of [...v].entries()) await host.locator("input").nth(at).fill(letter);
    },
  }),
  open("code in a text area", "typed", { html: () => '<textarea autocomplete="one-time-code"></textarea>', drive: type }),
  open("expiry in a list", "at first", { html: (v) => `<select autocomplete="cc-exp"><option>x<option selected>${v}</select>` }),
];

const hidden: readonly Planting[] = [
  open("hidden field", "at first", { html: (v) => `<input type="hidden" name="csrf" value="${v}">` }),
  open("hidden field", "its other attributes", { html: (v) => `<input type="hidden" id="h" data-user="${v}" title="${v}" value="x">` }),
  open("hidden field", "set by a script", {
    html: () => '<input type="hidden" name="csrf">',
    async run(stage, v) {
      await stage.settled();
      firstField(stage).value = v;
    },
  }),
  open("hidden field", "added later", { run: ({ host, html }, v) => host.append(html(`<input type="hidden" value="${v}">`)) }),
  open("hidden field", "shown later", {
    html: (v) => `<input type="hidden" value="${v}">`,
    async run(stage) {
      await stage.settled();
      firstField(stage).type = "text";
    },
  }),
];

const files: readonly Planting[] = [
  open("name of a file", "chosen", { html: () => '<input type="file">', drive: (hands, v) => field(hands).setInputFiles([fileNamed(v)]) }),
  open("names of files", "chosen", {
    html: () => '<input type="file" multiple>',
    drive: (hands, v) => field(hands).setInputFiles([fileNamed("x"), fileNamed(v)]),
  }),
  open("kinds of files", "at first", { html: (v) => `<input type="file" value="${v}">` }),
  open("name of a file, field replaced", "chosen", {
    html: () => '<p><input type="file"></p>',
    async drive(hands, v) {
      await field(hands).setInputFiles([fileNamed(v)]);
      await field(hands).evaluate((input) => input.parentElement?.append(input.cloneNode(true), input));
    },
  }),
];

export const SECRETS: readonly Planting[] = [
  ...passwords,
  ...AUTOCOMPLETE.flatMap((kind) => told(`autocomplete ${kind}`, `autocomplete="${kind}"`)),
  ...Object.entries(TELLING).flatMap(([channel, [attributes, around]]) => told(channel, attributes, around)),
  ...codes,
  ...hidden,
  ...files,
];
