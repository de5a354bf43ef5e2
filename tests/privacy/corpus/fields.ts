/** Fields as the page's author has filled them in. What is typed is in `typing.ts`. */
import { type Content, listOf } from "./content.ts";

const { forPeople, silent } = listOf("fields");

const valued = (type: string, form?: Content["form"]) =>
  forPeople(`value, ${type}`, (v) => `<input type="${type}" value="${v}">`, form);

export const FIELDS: readonly Content[] = [
  forPeople("value", (v) => `<input value="${v}">`),
  valued("text"),
  valued("search"),
  valued("email", "mail"),
  valued("tel", "number"),
  valued("url"),
  valued("no-such-type"),
  valued("button"),
  valued("submit"),
  valued("reset"),
  forPeople("value, only to be read", (v) => `<input value="${v}" readonly disabled>`),
  silent("value of a number that is none", (v) => `<input type="number" value="${v}">`),
  silent("value of a checkbox", (v) => `<input type="checkbox" value="${v}" checked>`),
  silent("value of a radio", (v) => `<input type="radio" name="r" value="${v}" checked>`),
  silent("value of a hidden field", (v) => `<input type="hidden" name="csrf" value="${v}">`),
  silent("value of a password", (v) => `<input type="password" value="${v}">`),
  silent("value of a button", (v) => `<button type="button" name="b" value="${v}">x</button>`),
  silent("value of a list item", (v) => `<ol><li value="${v}">x</li></ol>`),
  silent("value of a parameter", (v) => `<object><param name="p" value="${v}"></object>`),
  forPeople("text area", (v) => `<textarea>${v}</textarea>`),
  forPeople("text area, several lines", (v) => `<textarea rows="3">\nDear\n${v}\n</textarea>`),
  forPeople("options", (v) => `<select><option>x<option>${v}</select>`),
  forPeople("chosen option", (v) => `<select><option>x<option selected>${v}</select>`),
  forPeople(
    "open list",
    (v) => `<select multiple size="3"><option selected>${v}<option>x</select>`,
  ),
  silent("value of an option", (v) => `<select><option value="${v}" selected>x</select>`),
  forPeople(
    "group of options",
    (v) => `<select><optgroup label="${v}"><option>x</optgroup></select>`,
  ),
  forPeople(
    "list of proposals",
    (v) => `<p><input list="l"><datalist id="l"><option>${v}</datalist></p>`,
  ),
  silent("values of proposals", (v) => `<datalist><option value="${v}" label="x"></datalist>`),
  silent("name of a field", (v) => `<input name="${v}">`, "id"),
  silent("key of a pair", (v) => `<keygen name="${v}" challenge="${v}">`, "id"),
];
