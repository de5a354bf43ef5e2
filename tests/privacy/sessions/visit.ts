/**
 * One page of a session, with all that is planted on it: markup that stands there at first, what its
 * scripts do, what the customer does.
 */
import type { Canaries, Canary, Form, Place } from "../canary.ts";
import { type CanaryPicture, pictureOf } from "../canary-picture.ts";
import { type Content, escapeHtml, formOf } from "../corpus/content.ts";
import { type Hands, keyOf, type Planting } from "../corpus/planting.ts";
import type { Way } from "../corpus/ways.ts";
import type { Job, Mark } from "../pages/customer-page.ts";
import type { CanarySite } from "./canary-site.ts";

export interface Visit {
  /** Its path and what follows it. */
  address: string;
  /** All that are planted on it. */
  canaries: readonly Canary[];
  /** Played by the page, all at once. */
  jobs: Job[];
  /** Played by the customer, one after the other. */
  drives: Array<{ key: string; host: string; drive(hands: Hands): Promise<void> }>;
}

/** A visit, and what another recorder can be told of its policy. */
export interface BaselineVisit extends Visit {
  selectors: readonly string[];
  isPrivateByDefault: boolean;
}

/** What a page's author may mark a part with, whatever the site's rules are. */
export const CLASS_MARK: Mark = { name: "class", value: "cobrowse-redacted" };
export const DATA_MARK: Mark = { name: "data-cobrowse", value: "redact" };

const PLANTING_FORMS: readonly Form[] = ["word", "name", "mail"];

/** Writes a page bit by bit; `write` hands it to the site. */
export class VisitPage {
  readonly #canaries: Canaries;
  readonly #planted: Canary[] = [];
  readonly #policy: string;
  readonly #marks: readonly Mark[];
  readonly #head: string[] = [];
  readonly #body: string[] = [];
  readonly #jobs: Job[] = [];
  readonly #drives: Visit["drives"] = [];
  readonly #pictures = new Map<string, CanaryPicture>();
  readonly #roots = { html: "", body: "" };
  #address = "";
  #stageCount = 0;
  #turn = 0;

  /** @param marks - what redacts here, by turns; none where all is private without one */
  constructor(canaries: Canaries, policy: string, marks: readonly Mark[]) {
    this.#canaries = canaries;
    this.#policy = policy;
    this.#marks = marks;
  }

  /** Each of the contents, in one way, at first. */
  addContents(contents: readonly Content[], way: Way): this {
    const mark = attributeOf(this.#nextMark());
    const markup = contents.map((content, turn) =>
      content.html(
        escapeHtml(this.#plant(content, "at first", way.place, formOf(content, turn)).value),
      ),
    );
    this.#body.push(way.of(markup, mark));
    return this;
  }

  /** Each of the contents, in one way, by a script. @param key - `phase/place` */
  addLaterContents(contents: readonly Content[], key: string): this {
    const [phase = "", place = ""] = key.split("/");
    for (const [turn, content] of contents.entries()) {
      const { value } = this.#plant(content, phase, place, formOf(content, turn));
      this.#jobs.push({
        ...this.#stage(() => ""),
        way: key,
        value: content.html(escapeHtml(value)),
      });
    }
    return this;
  }

  addPlantings(plantings: readonly Planting[]): this {
    for (const planting of plantings) this.#addPlanting(planting);
    return this;
  }

  /** What must be found: as it stands in the page, open for everybody. */
  addOpen(markup: string): this {
    this.#body.push(markup);
    return this;
  }

  addOpenPicture(canary: Canary): this {
    this.#body.push(
      `<img src="${this.#pictureAddress(canary, "png")}" alt="Open" data-cobrowse="unredact">`,
    );
    return this;
  }

  /** Redacts the page as a whole. */
  markRoot(root: "html" | "body"): this {
    this.#roots[root] = ` ${attributeOf(this.#nextMark())}`;
    return this;
  }

  addHead(markup: string): this {
    this.#head.push(markup);
    return this;
  }

  /** @returns where it can be visited, and what there is to do */
  write(site: CanarySite, path: string, widget: string): Visit {
    const body = `<!doctype html>
<html lang="en"${this.#roots.html}>
<head><meta charset="utf-8"><link rel="icon" href="data:,">
${widget}
${this.#head.join("\n")}
<title>Open page</title>
</head>
<body${this.#roots.body}><main>
<p id="step" data-cobrowse="unredact">not begun</p>
${this.#body.join("\n")}
</main></body></html>`;
    site.write(path, { type: "text/html; charset=utf-8", body });
    for (const [address, picture] of this.#pictures) site.write(address, picture);
    const address = path + this.#address;
    return { address, canaries: this.#planted, jobs: this.#jobs, drives: this.#drives };
  }

  get stripes(): Array<[canary: number, picture: CanaryPicture]> {
    return [...this.#pictures].map(([address, picture]) => [
      Number(/\d+/.exec(address)?.[0]),
      picture,
    ]);
  }

  #addPlanting(planting: Planting): void {
    const { html, head, address, run, drive, picture } = planting;
    const form = planting.form ?? PLANTING_FORMS[this.#turn % PLANTING_FORMS.length] ?? "word";
    this.#turn += 1;
    const canary = this.#plant(planting, planting.phase, planting.place, form);
    const value = picture ? this.#pictureAddress(canary, picture) : canary.value;
    const markup = picture ? value : escapeHtml(value);
    if (head) this.#head.push(head(markup));
    if (address) this.#address = address(value);
    const { host, mark } = this.#stage((attribute) => html?.(markup, attribute) ?? "");
    const key = keyOf(planting);
    if (run) this.#jobs.push({ host, mark, planting: key, value });
    if (drive) this.#drives.push({ key, host, drive: (hands) => drive(hands, value) });
  }

  #pictureAddress(canary: Canary, kind: "png" | "svg"): string {
    const address = `/picture/${canary.id}.${kind}`;
    this.#pictures.set(address, pictureOf(canary, kind));
    return address;
  }

  #plant(
    { group, channel }: Pick<Place, "group" | "channel">,
    phase: string,
    place: string,
    form: Form,
  ) {
    const where = { group, channel, phase, place, policy: this.#policy };
    const canary = this.#canaries.plant(where, form);
    this.#planted.push(canary);
    return canary;
  }

  #nextMark(): Mark | undefined {
    return this.#marks[this.#stageCount % this.#marks.length];
  }

  /** A place in the body, and what redacts there. */
  #stage(insideOf: (mark: string) => string): Pick<Job, "host" | "mark"> {
    this.#stageCount += 1;
    const id = `stage-${this.#stageCount}`;
    const mark = this.#nextMark();
    const attribute = attributeOf(mark);
    this.#body.push(`<div id="${id}"><div ${attribute}></div>${insideOf(attribute)}</div>`);
    return { host: `#${id}`, mark: mark ?? CLASS_MARK };
  }
}

const attributeOf = (mark: Mark | undefined) => (mark ? `${mark.name}="${mark.value}"` : "");
