/** Who is connected right now. */
import { SOCKETS_PER_CUSTOMER } from "../../peer/protocol/limits.ts";

interface Desk {
  isAway: boolean;
}

export class Presence {
  readonly #customers = new Map<string, number>();
  readonly #sockets = new Map<string, number>();
  readonly #desks = new Map<string, Set<Desk>>();
  readonly #agents = new Map<string, number>();

  customerArrived(customerId: string): void {
    this.#customers.set(customerId, (this.#customers.get(customerId) ?? 0) + 1);
  }

  customerLeft(customerId: string): void {
    countDown(this.#customers, customerId);
  }

  /** @returns false when this customer has all the sockets that one may have */
  socketOpened(customerId: string): boolean {
    const count = this.#sockets.get(customerId) ?? 0;
    if (count >= SOCKETS_PER_CUSTOMER) return false;
    this.#sockets.set(customerId, count + 1);
    return true;
  }

  socketClosed(customerId: string): void {
    countDown(this.#sockets, customerId);
  }

  isCustomerPresent(customerId: string): boolean {
    return this.#customers.has(customerId);
  }

  get customerCount(): number {
    return this.#customers.size;
  }

  /** A desk or a viewer of theirs is open. */
  agentArrived(agentId: string): void {
    this.#agents.set(agentId, (this.#agents.get(agentId) ?? 0) + 1);
  }

  agentLeft(agentId: string): void {
    countDown(this.#agents, agentId);
  }

  isAgentConnected(agentId: string): boolean {
    return this.#agents.has(agentId);
  }

  connectedAgents(): string[] {
    return [...this.#agents.keys()];
  }

  deskOpened(agentId: string, duty: Desk): Desk {
    const desk = { ...duty };
    const desks = this.#desks.get(agentId) ?? new Set();
    desks.add(desk);
    this.#desks.set(agentId, desks);
    return desk;
  }

  deskClosed(agentId: string, desk: Desk): void {
    const desks = this.#desks.get(agentId);
    desks?.delete(desk);
    if (desks?.size === 0) this.#desks.delete(agentId);
  }

  hasDesk(agentId: string): boolean {
    return this.#desks.has(agentId);
  }

  /** At a desk that is not set to away. */
  isAgentPresent(agentId: string): boolean {
    return [...(this.#desks.get(agentId) ?? [])].some(({ isAway }) => !isAway);
  }

  presentAgents(): string[] {
    return [...this.#desks.keys()].filter((agentId) => this.isAgentPresent(agentId));
  }
}

function countDown(counts: Map<string, number>, key: string): void {
  const left = (counts.get(key) ?? 1) - 1;
  if (left > 0) counts.set(key, left);
  else counts.delete(key);
}
