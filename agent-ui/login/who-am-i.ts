import * as v from "valibot";
import { AgentProfile } from "../../peer/protocol/agent-messages.ts";

const Answer = v.object({ agent: AgentProfile });

/** @returns null without a login; @throws when the server does not answer */
export async function whoAmI(): Promise<AgentProfile | null> {
  const response = await fetch("/v1/me");
  if (response.status === 401) return null;
  return v.parse(Answer, await response.json()).agent;
}

/** A socket that is refused or lost does not say why. A server that is away has ended no login. */
export async function hasLoginEnded(): Promise<boolean> {
  return (await whoAmI().catch(() => undefined)) === null;
}

export type LoginResult = { ok: true; agent: AgentProfile } | { ok: false; words: string };

/** Logs in; what goes wrong comes as words for the person. */
export async function logIn(email: string, password: string): Promise<LoginResult> {
  let response: Response;
  try {
    response = await fetch("/v1/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
  } catch {
    return {
      ok: false,
      words: "The server does not answer. Check your connection, then try again.",
    };
  }
  if (response.ok) return { ok: true, agent: v.parse(Answer, await response.json()).agent };
  if (response.status === 429) {
    const seconds = Number(response.headers.get("retry-after") ?? 60);
    return {
      ok: false,
      words: `Too many failed tries. Wait ${seconds} seconds, then try again.`,
    };
  }
  if (response.status === 401) {
    return {
      ok: false,
      words: "Email and password do not go together. Check both, then try again.",
    };
  }
  return { ok: false, words: `The server could not log you in. Try again. (${response.status})` };
}
