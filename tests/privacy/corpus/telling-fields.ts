/** Fields that are secret by what their markup says of them, in whatever words. */
import type { Planting } from "./planting.ts";
import { told } from "./secret-field.ts";

const labelled = (label: string) => (input: string) => `<label>${label} ${input}</label>`;

const AUTOCOMPLETE = [
  ...["cc-number", "cc-csc", "cc-exp", "cc-exp-month", "cc-exp-year"],
  ...["current-password", "new-password", "one-time-code"],
  ...[
    "section-a billing cc-number",
    "CC-NUMBER",
    "username webauthn current-password",
    "shipping tel cc-csc",
  ],
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
  "card by a label elsewhere": [
    'id="field-a"',
    (input) => `<label for="field-a">Card number</label>${input}`,
  ],
  "card by what labels it": [
    'aria-labelledby="label-a"',
    (input) => `<b id="label-a">Card number</b>${input}`,
  ],
  "card by what a framework says": [
    'data-testid="card-number-input" data-elements-stable-field-name="cardNumber"',
  ],
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
  passphrase: ['name="passphrase"', labelled("Passphrase")],
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

export const TELLING_FIELDS: readonly Planting[] = [
  ...AUTOCOMPLETE.flatMap((kind) => told(`autocomplete ${kind}`, `autocomplete="${kind}"`)),
  ...Object.entries(TELLING).flatMap(([channel, [attributes, around]]) =>
    told(channel, attributes, around),
  ),
];
