import type { FastifyRequest } from "fastify";
import { may, type RoleAction } from "../../peer/protocol/roles.ts";
import { HttpError } from "../http-error.ts";
import { isOwnOrigin } from "../policy/origins.ts";
import type { Login } from "./agent-cookie.ts";
import type { AgentLogins } from "./agent-logins.ts";
import { createLoginDoor } from "./login-door.ts";

/**
 * Stands before routes that are for some roles. What changes something has to come from our own pages:
 * the cookie alone does not say whose page has sent it.
 */
export function createRoleDoor(logins: AgentLogins, publicUrl: string | undefined) {
  const door = createLoginDoor(logins);
  return {
    loginOf: door.loginOf,
    /** @throws {HttpError} 401 `login-required`, 403 `foreign-origin`, 403 `not-your-role` */
    async enter(request: FastifyRequest, action: RoleAction): Promise<Login> {
      const login = await door.enter(request);
      if (!isReading(request) && !isOwnOrigin(request.headers, publicUrl)) {
        throw new HttpError(403, "foreign-origin");
      }
      if (!may(login.agent.role, action)) throw new HttpError(403, "not-your-role");
      return login;
    },
  };
}

export const isReading = ({ method }: FastifyRequest) => method === "GET" || method === "HEAD";
