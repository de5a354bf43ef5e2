import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import { SIGNALING_SUBPROTOCOL } from "../../peer/protocol/version.ts";
import { type Login, requireLogin } from "../accounts/agent-cookie.ts";
import type { AgentLogins } from "../accounts/agent-logins.ts";
import type { CustomerIdentity, CustomerTokens } from "../accounts/customer-tokens.ts";
import { HttpError } from "../http-error.ts";
import { isAllowedOrigin, isOwnOrigin } from "../policy/origins.ts";
import { attendAgent } from "./agent-socket.ts";
import { attendCustomer } from "./customer-socket.ts";
import type { Rooms } from "./rooms.ts";

interface SocketRoutesOptions {
  rooms: Rooms;
  logins: AgentLogins;
  tokens: CustomerTokens;
  publicUrl: string | undefined;
}

/**
 * The signaling sockets. Who may come in is decided before the upgrade: browsers do not apply CORS
 * to WebSockets, so the origin is ours to check.
 */
export const socketRoutes: FastifyPluginAsync<SocketRoutesOptions> = async (app, options) => {
  const { rooms, logins, tokens, publicUrl } = options;
  const customers = new WeakMap<FastifyRequest, CustomerIdentity>();
  const agents = new WeakMap<FastifyRequest, Login>();

  const customerDoor = {
    websocket: true as const,
    preValidation: async (request: FastifyRequest) => {
      const [protocol, token] = offeredProtocols(request);
      if (protocol !== SIGNALING_SUBPROTOCOL) refuse(400, "protocol-mismatch");
      if (token === undefined) refuse(401, "missing-token");
      const checked = await tokens.check(token);
      if (!checked.ok) refuse(401, checked.reason);
      const site = await rooms.sites.byId(checked.identity.siteId);
      if (!site || !(await rooms.sites.hasCustomer(checked.identity.customerId))) {
        refuse(401, "forged-token");
      }
      if (!isAllowedOrigin(request.headers, site.origins, publicUrl)) {
        refuse(403, "foreign-origin");
      }
      customers.set(request, checked.identity);
    },
  };
  app.get("/signaling/customer", customerDoor, (socket, request) => {
    const identity = customers.get(request);
    if (identity) attendCustomer(socket, identity, rooms);
    else socket.terminate();
  });

  const agentDoor = {
    websocket: true as const,
    preValidation: async (request: FastifyRequest) => {
      if (!isOwnOrigin(request.headers, publicUrl)) refuse(403, "foreign-origin");
      const [protocol] = offeredProtocols(request);
      if (protocol !== SIGNALING_SUBPROTOCOL) refuse(400, "protocol-mismatch");
      agents.set(request, await requireLogin(request, logins));
    },
  };
  app.get("/signaling/agent", agentDoor, (socket, request) => {
    const login = agents.get(request);
    if (login) attendAgent(socket, login, rooms);
    else socket.terminate();
  });

  function refuse(statusCode: number, reason: string): never {
    rooms.onRefused(reason as never);
    throw new HttpError(statusCode, reason);
  }
};

function offeredProtocols(request: FastifyRequest): string[] {
  return (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
}
