// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";
import {
  isSecretField,
  maskedValue,
  noteSecret,
} from "../../../../peer/capture/redaction/secret-fields.ts";

function field(html: string): Element {
  const holder = document.createElement("div");
  holder.innerHTML = html;
  const found = holder.querySelector("input, textarea, select");
  if (!found) throw new Error("no field");
  return found;
}

describe("fields that are secret without being told so", () => {
  it.each([
    '<input type="password">',
    '<input type=" Password ">',
    '<input autocomplete="section-a cc-number">',
    '<input autocomplete="cc-name">',
    '<input autocomplete="one-time-code">',
    '<select autocomplete="cc-exp-month"></select>',
    '<input name="cardNumber">',
    '<input id="card_number_1">',
    '<input name="cc-num">',
    '<input aria-label="Security code">',
    '<input placeholder="CVV2">',
    '<input name="userPassword" type="text">',
    '<input name="otp">',
    '<input placeholder="Verification code">',
    '<input name="payment[iban]">',
    "<label>Kartennummer <input></label>",
    "<label>Code from your bank, one-time <input></label>",
    '<textarea name="secret"></textarea>',
    '<input type="hidden" name="token">',
    '<input placeholder="MM / YY">',
    '<input name="exp-date">',
    '<input data-testid="card-number-input">',
    "<label>Enter the 6-digit code we sent you <input></label>",
    "<label>Answer to your security question <input></label>",
    "<label>Numéro de carte <input></label>",
  ])("%s", (html) => {
    expect(isSecretField(field(html))).toBe(true);
    expect(maskedValue("4111", field(html))).toBe("••••••••");
  });

  it.each([
    '<input name="email">',
    '<input name="postcode">',
    '<input name="discountCode">',
    '<input name="compass">',
    '<input name="shipping">',
    '<input name="tangent">',
    '<input name="experience">',
    "<label>Promo code <input></label>",
    '<input type="checkbox" name="showPassword">',
    '<input autocomplete="cc-type">',
    "<label>Card holder since <input></label>",
  ])("and not %s", (html) => {
    expect(isSecretField(field(html))).toBe(false);
  });

  it("stay so under their name, whatever becomes of the element", () => {
    const shown = field('<input type="text" name="first-phrase">');
    expect(isSecretField(shown)).toBe(false);
    noteSecret(shown, "type", "password");
    expect(isSecretField(shown)).toBe(true);
    expect(isSecretField(field('<input type="text" name="first-phrase">'))).toBe(true);
    const hinted = field('<input name="n-17">');
    noteSecret(hinted, "autocomplete", "one-time-code");
    expect(isSecretField(hinted)).toBe(true);
  });

  it("do not make secret what has the name of a hidden one", () => {
    expect(isSecretField(field('<input type="hidden" name="first-name">'))).toBe(true);
    expect(isSecretField(field('<input name="first-name">'))).toBe(false);
    const shown = field('<input name="x">');
    noteSecret(shown, "type", "hidden");
    expect(isSecretField(shown)).toBe(true);
  });

  it("say no file's name, and nothing of an empty field", () => {
    expect(maskedValue("C:\\fakepath\\diagnosis.pdf", field('<input type="file">'))).toBe("");
    expect(maskedValue("", field('<input type="password">'))).toBe("");
  });
});
