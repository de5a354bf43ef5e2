import { createHash, randomBytes, randomUUID } from "node:crypto";
import { and, eq, gt, inArray, isNull, lt } from "drizzle-orm";
import type { AgentProfile, AgentRole } from "../../peer/protocol/agent-messages.ts";
import type { Database } from "../storage/database.ts";
import { agentLogins, agents } from "../storage/schema.ts";
import { hashPassword, isPassword } from "./passwords.ts";

/** A working day and a night. */
export const LOGIN_LIFETIME_MS = 16 * 60 * 60 * 1_000;

export interface OpenLogin {
  agent: AgentProfile;
  /** Epoch milliseconds. */
  expiresAt: number;
}

export interface AgentLogins {
  /**
   * @param email - in lower case
   * @returns undefined when email or password are wrong; which of them is not told
   */
  logIn(
    email: string,
    password: string,
  ): Promise<{ agent: AgentProfile; token: string } | undefined>;
  agentOf(token: string): Promise<OpenLogin | undefined>;
  logOut(token: string): Promise<void>;
  /** Everybody who works here, by name. */
  everybody(): Promise<AgentProfile[]>;
  /** By name, those too who do not work here any more. */
  allTimes(): Promise<{ id: string; name: string; isActive: boolean }[]>;
  /**
   * Ends all logins of an agent, and lets them not log in again; what they did stays.
   * @returns whether there is such an agent
   */
  deactivate(agentId: string): Promise<boolean>;
  /** @returns whether there is such an agent */
  activate(agentId: string): Promise<boolean>;
  /** @returns undefined when nobody has this email */
  idOf(email: string): Promise<string | undefined>;
  rolesOf(agentIds: readonly string[]): Promise<Map<string, AgentRole>>;
  /** Ends all logins of these agents and makes their passwords unknown to anybody. */
  lockOut(emails: readonly string[]): Promise<void>;
  setPassword(email: string, passwordHash: string): Promise<void>;
  /** @throws {Error} when the email is taken */
  add(agent: { email: string; name: string; role: AgentRole; passwordHash: string }): Promise<void>;
}

export function createAgentLogins(database: Database): AgentLogins {
  return {
    async logIn(email, password) {
      const [row] = await database.select().from(agents).where(eq(agents.email, email));
      if (!(await isPassword(password, row?.passwordHash)) || !row) return undefined;
      if (row.deactivatedAt !== null) return undefined;
      const token = randomBytes(32).toString("base64url");
      const now = Date.now();
      await database.delete(agentLogins).where(lt(agentLogins.expiresAt, now));
      await database.insert(agentLogins).values({
        tokenHash: hashToken(token),
        agentId: row.id,
        expiresAt: now + LOGIN_LIFETIME_MS,
      });
      return { agent: { id: row.id, name: row.name, role: row.role }, token };
    },
    async agentOf(token) {
      const [row] = await database
        .select({
          agent: { id: agents.id, name: agents.name, role: agents.role },
          expiresAt: agentLogins.expiresAt,
        })
        .from(agentLogins)
        .innerJoin(agents, eq(agents.id, agentLogins.agentId))
        .where(
          and(
            eq(agentLogins.tokenHash, hashToken(token)),
            gt(agentLogins.expiresAt, Date.now()),
            isNull(agents.deactivatedAt),
          ),
        );
      return row;
    },
    async logOut(token) {
      await database.delete(agentLogins).where(eq(agentLogins.tokenHash, hashToken(token)));
    },
    async everybody() {
      return database
        .select({ id: agents.id, name: agents.name, role: agents.role })
        .from(agents)
        .where(isNull(agents.deactivatedAt))
        .orderBy(agents.name);
    },
    async allTimes() {
      const rows = await database.select().from(agents).orderBy(agents.name);
      return rows.map(({ id, name, deactivatedAt }) => ({
        id,
        name,
        isActive: deactivatedAt === null,
      }));
    },
    async deactivate(agentId) {
      return database.transaction(async (tx) => {
        const [known] = await tx
          .update(agents)
          .set({ deactivatedAt: Date.now() })
          .where(eq(agents.id, agentId))
          .returning({ id: agents.id });
        await tx.delete(agentLogins).where(eq(agentLogins.agentId, agentId));
        return known !== undefined;
      });
    },
    async activate(agentId) {
      const known = await database
        .update(agents)
        .set({ deactivatedAt: null })
        .where(eq(agents.id, agentId))
        .returning({ id: agents.id });
      return known.length > 0;
    },
    async idOf(email) {
      const [known] = await database
        .select({ id: agents.id })
        .from(agents)
        .where(eq(agents.email, email));
      return known?.id;
    },
    async rolesOf(agentIds) {
      if (agentIds.length === 0) return new Map();
      const rows = await database
        .select({ id: agents.id, role: agents.role })
        .from(agents)
        .where(inArray(agents.id, [...agentIds]));
      return new Map(rows.map(({ id, role }) => [id, role]));
    },
    async lockOut(emails) {
      const rows = await database
        .select({ id: agents.id })
        .from(agents)
        .where(inArray(agents.email, [...emails]));
      for (const { id } of rows) {
        const passwordHash = await hashPassword(randomBytes(32).toString("base64url"));
        await database.update(agents).set({ passwordHash }).where(eq(agents.id, id));
        await database.delete(agentLogins).where(eq(agentLogins.agentId, id));
      }
    },
    async setPassword(email, passwordHash) {
      await database.update(agents).set({ passwordHash }).where(eq(agents.email, email));
    },
    async add({ email, ...agent }) {
      await database
        .insert(agents)
        .values({ id: randomUUID(), email: email.trim().toLowerCase(), ...agent });
    },
  };
}

export async function newAgent(
  email: string,
  name: string,
  role: AgentRole,
  password: string,
  log2N?: number,
) {
  return { email, name, role, passwordHash: await hashPassword(password, log2N) };
}

const hashToken = (token: string) => createHash("sha256").update(token).digest("base64url");
