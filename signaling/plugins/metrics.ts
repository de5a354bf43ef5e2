import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** What an operator watches. Counts only: no name, no address, no text. */
export function createMetrics(read: { sessions(): number; customers(): number; agents(): number }) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  gauge("alongside_sessions_running", "Cobrowse sessions from request to end", read.sessions);
  gauge("alongside_customers_present", "Customers with at least one tab connected", read.customers);
  gauge("alongside_agents_present", "Agents at a desk and not away", read.agents);
  const refused = new Counter({
    name: "alongside_refused_total",
    help: "Messages and connections refused, by reason",
    labelNames: ["reason"],
    registers: [registry],
  });
  const troubles = new Counter({
    name: "alongside_link_troubles_total",
    help: "Times that a session could not get its link, by the cause that was found",
    labelNames: ["trouble"],
    registers: [registry],
  });
  const catches = new Counter({
    name: "alongside_guard_catches_total",
    help: "What the guard masked in what was on its way out, by kind",
    labelNames: ["kind"],
    registers: [registry],
  });
  return {
    refused: (reason: string) => refused.inc({ reason }),
    linkTrouble: (trouble: string) => troubles.inc({ trouble }),
    caught: (kind: string, count: number) => catches.inc({ kind }, count),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
