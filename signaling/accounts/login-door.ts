import type { FastifyRequest } from "fastify";
import { HttpError } from "../http-error.ts";
import { type Login, requireLogin } from "./agent-cookie.ts";
import type { AgentLogins } from "./agent-logins.ts";

/**
 * Stands before routes that need a login. `enter` belongs before the body is read: who is not logged
 * in learns nothing about what would be accepted.
 */
export function createLoginDoor(logins: AgentLogins) {
  const known = new WeakMap<FastifyRequest, Login>();
  return {
    /** @throws {HttpError} 401 `login-required` */
    async enter(request: FastifyRequest): Promise<Login> {
      const login = await requireLogin(request, logins);
      known.set(request, login);
      return login;
    },
    /** Of a request that has entered. */
    loginOf(request: FastifyRequest): Login {
      const login = known.get(request);
      if (!login) throw new HttpError(401, "login-required");
      return login;
    },
  };
}
