/** Many agents who take the same conversation at the same moment, each by a desk of their own. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { expect, vi } from "vitest";
import { agentLogins, agents } from "../../signaling/storage/schema.ts";
import type { TestServer } from "./server.ts";
import { connectCustomer, connectDesk, logIn } from "./signaling-client.ts";

/**
 * @param servers - on one database; the desks are spread over them
 * @returns who has it in the end, and who was not told that somebody else has
 */
export async function raceForConversation(servers: readonly TestServer[], count: number) {
  const [first] = servers;
  if (!first) throw new Error("there is no server");
  const cookies = await Promise.all(Array.from({ length: count }, () => addManager(first)));
  const desks = await Promise.all(
    cookies.map((cookie, at) => connectDesk(servers[at % servers.length] ?? first, cookie)),
  );
  const watcher = await connectDesk(first, await logIn(first, "manager@demo.test"));
  const customer = await connectCustomer(first);
  const text = `who comes first? ${randomUUID()}`;
  customer.send({ type: "message.send", clientId: randomUUID(), text });
  const latest = () =>
    watcher.received.findLast(
      ({ type, conversation: changed }) =>
        type === "conversation.changed" &&
        (changed as { lastEntry: { text?: string } | null }).lastEntry?.text === text,
    )?.["conversation"] as { id: string; owner: { id: string } | null } | undefined;
  await vi.waitFor(() => expect(latest()).toMatchObject({ owner: null }));
  const conversation = latest()?.id ?? "";

  for (const desk of desks) desk.send({ type: "conversation.take", conversation });
  for (const desk of desks) desk.send({ type: "ping" });
  await Promise.all(desks.map((desk) => desk.heard("pong")));
  const notRefused = desks.filter(
    ({ received }) =>
      !received.some(({ type, reason }) => type === "refused" && reason === "not-owner"),
  );
  const ids = new Map(
    desks.map((desk) => {
      const welcome = desk.received.find(({ type }) => type === "welcome");
      return [desk, (welcome?.["agent"] as { id: string }).id];
    }),
  );
  // Whoever has it can answer in it; for all others it is somebody else's.
  for (const desk of desks) {
    desk.received.length = 0;
    const message = { conversation, clientId: randomUUID(), text: "It is mine" };
    desk.send({ type: "message.send", ...message });
    desk.send({ type: "ping" });
  }
  await Promise.all(desks.map((desk) => desk.heard("pong")));
  const answered = desks.filter(({ received }) => !received.some(({ type }) => type === "refused"));
  for (const one of [...desks, watcher, customer]) one.close();
  return {
    notRefused: notRefused.map((desk) => ids.get(desk)),
    answered: answered.map((desk) => ids.get(desk)),
  };
}

/** Managers, so that the conversation comes to none of them by itself. */
async function addManager(server: TestServer): Promise<string> {
  const [id, token] = [randomUUID(), randomBytes(32).toString("base64url")];
  const name = `Manager ${id.slice(0, 8)}`;
  const passwordHash = "nobody logs in with it";
  await server.database
    .insert(agents)
    .values({ id, email: `${id}@demo.test`, name, role: "manager", passwordHash });
  await server.database.insert(agentLogins).values({
    tokenHash: createHash("sha256").update(token).digest("base64url"),
    agentId: id,
    expiresAt: Date.now() + 600_000,
  });
  return `alongside_login=${token}`;
}
