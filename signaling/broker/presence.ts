/** Who is connected right now. */

interface Desk {
  isAway: boolean;
}

export class Presence {
  readonly #customers = new Map<string, number>();
  readonly #desks = new Map<string, Set<Desk>>();

  customerArrived(customerId: string): void {
    this.#customers.set(customerId, (this.#customers.get(customerId) ?? 0) + 1);
  }

  socketCountOf(customerId: string): number {
    return this.#customers.get(customerId) ?? 0;
  }

  customerLeft(customerId: string): void {
    const left = (this.#customers.get(customerId) ?? 1) - 1;
    if (left > 0) this.#customers.set(customerId, left);
    else this.#customers.delete(customerId);
  }

  isCustomerPresent(customerId: string): boolean {
    return this.#customers.has(customerId);
  }

  get customerCount(): number {
    return this.#customers.size;
  }

  deskOpened(agentId: string): Desk {
    const desk = { isAway: false };
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

  /** At a desk that is not set to away. */
  isAgentPresent(agentId: string): boolean {
    return [...(this.#desks.get(agentId) ?? [])].some(({ isAway }) => !isAway);
  }

  presentAgents(): string[] {
    return [...this.#desks.keys()].filter((agentId) => this.isAgentPresent(agentId));
  }
}
