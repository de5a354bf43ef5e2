/** The changes whose way into the replica is timed: each of an element of its own, known by its id. */

const KINDS = ["text", "attribute", "style", "addition"] as const;
export type ChangeKind = (typeof KINDS)[number];

const ID = /^sample-(\d+)$/;

export function kindOf(sample: number): ChangeKind {
  return KINDS[sample % KINDS.length] ?? "text";
}

/** A section with elements to be changed, as many as there will be samples. */
export function createSamples(count: number): HTMLElement {
  const section = document.createElement("section");
  for (let sample = 0; sample < count; sample += 1) {
    const element = document.createElement("p");
    element.id = `sample-${sample}`;
    element.textContent = "as it was";
    section.append(element);
  }
  return section;
}

export function changeSample(section: HTMLElement, sample: number): void {
  const element = section.children[sample] as HTMLElement;
  switch (kindOf(sample)) {
    case "text":
      (element.firstChild as Text).data = `changed as number ${sample}`;
      return;
    case "attribute":
      element.setAttribute("aria-label", `changed as number ${sample}`);
      return;
    case "style":
      element.style.color = `rgb(${sample % 256} 0 120)`;
      return;
    case "addition": {
      const added = document.createElement("b");
      added.textContent = `added as number ${sample}`;
      element.append(added);
    }
  }
}

/** Of which sample a change in the replica tells. */
export function sampleOf({ target }: MutationRecord): number | undefined {
  const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
  const number = ID.exec((element as Partial<Element> | null)?.id ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}
