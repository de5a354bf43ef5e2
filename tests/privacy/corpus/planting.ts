/**
 * What a line of markup cannot say: something that happens in the page. A new one is one entry in
 * one of the lists beside this file, with a function that does it.
 */
import type { Locator, Page } from "playwright";
import type { Form } from "../canary.ts";

/** Where a planting plays, in the customer's page. Its frames and components are its own affair. */
export interface Stage {
  /** In the open. Empty, or as `html` has it. */
  host: HTMLElement;
  /** In the host, redacted since the page came, and empty. */
  secret: HTMLElement;
  /** Has it redacted as this policy wants it: with a class or an attribute. */
  mark(element: Element): void;
  unmark(element: Element): void;
  /** Of the host's document; another one takes it as it is. */
  html(markup: string): HTMLElement;
  /** Resolves in the next frame, before it is drawn. */
  frame(): Promise<void>;
  /** Resolves in a task of its own. */
  task(): Promise<void>;
  /** Resolves when all that was done before has long been on its way. */
  settled(): Promise<void>;
}

/** The customer, as Playwright plays them. */
export interface Hands {
  page: Page;
  host: Locator;
  secret: Locator;
}

export interface Planting {
  group: string;
  channel: string;
  phase: string;
  place: string;
  form?: Form;
  /**
   * The canary is in a picture that the site has: in a part of its bytes, in its colours, or in the
   * text that it draws. In place of the canary the functions below get the picture's address.
   */
  picture?: "png" | "svg";
  /** What stands in the host when the page comes, beside `secret`. */
  html?(value: string, mark: string): string;
  /** In the head. */
  head?(value: string): string;
  /** What follows the path of the page's address. */
  address?(value: string): string;
  run?(stage: Stage, value: string): void | Promise<void>;
  /** After all that runs in the page. */
  drive?(hands: Hands, value: string): Promise<void>;
}

export const keyOf = ({ group, channel, phase, place }: Planting) =>
  [group, channel, phase, place].join("/");
