/**
 * What markup may say, and where in it. A new channel is one line in one of the lists beside this
 * file. It is planted in every way that `ways.ts` and `ways-later.ts` know, under several policies.
 */
import type { Form } from "../canary.ts";

export interface Content {
  group: string;
  channel: string;
  /** Of its own, where others cannot stand; else they take turns. */
  form?: Form;
  /** @param value - escaped for text and for attributes in double quotes */
  html(value: string): string;
  /** A person reads it, or hears it read: what "private by default" hides without any mark. */
  isForPeople: boolean;
}

const TURNS: readonly Form[] = ["word", "name", "number", "mail", "prose", "id"];

export const formOf = ({ form }: Pick<Content, "form">, turn: number): Form =>
  form ?? TURNS[turn % TURNS.length] ?? "word";

export const escapeHtml = (text: string) =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

type Html = Content["html"];

/** Makes the lines of one list: `forPeople` is what a person reads, `silent` all else. */
export function listOf(group: string) {
  const make =
    (isForPeople: boolean) =>
    (channel: string, html: Html, form?: Form): Content => ({
      ...{ group, channel, html, isForPeople },
      ...(form && { form }),
    });
  return { forPeople: make(true), silent: make(false) };
}
