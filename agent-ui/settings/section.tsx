import type { ComponentChildren } from "preact";

interface SectionProps {
  title: string;
  lead: ComponentChildren;
  children: ComponentChildren;
}

export function Section({ title, lead, children }: SectionProps) {
  const id = `section-${title.toLowerCase().replaceAll(" ", "-")}`;
  return (
    <section class="g" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{lead}</p>
      {children}
    </section>
  );
}
