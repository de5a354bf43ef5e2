import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { AgentProfile } from "../../peer/protocol/agent-messages.ts";
import { HttpError } from "../http-error.ts";
import { type AgentLogins, LOGIN_LIFETIME_MS } from "./agent-logins.ts";

const COOKIE = "alongside_login";

export interface Login {
  agent: AgentProfile;
  /** Epoch milliseconds. */
  expiresAt: number;
  token: string;
  tokenHash: string;
}

/** @throws {HttpError} 401 `login-required` */
export async function requireLogin(request: FastifyRequest, logins: AgentLogins): Promise<Login> {
  const token = request.cookies[COOKIE];
  const login = token === undefined ? undefined : await logins.agentOf(token);
  if (token === undefined || !login) throw new HttpError(401, "login-required");
  const tokenHash = createHash("sha256").update(token).digest("base64url");
  return { ...login, token, tokenHash };
}

export function setLoginCookie(reply: FastifyReply, token: string, isSecure: boolean): void {
  reply.setCookie(COOKIE, token, {
    path: "/",
    httpOnly: true,
    sameSite: "strict",
    secure: isSecure,
    maxAge: LOGIN_LIFETIME_MS / 1_000,
  });
}

export function clearLoginCookie(reply: FastifyReply): void {
  reply.clearCookie(COOKIE, { path: "/" });
}
