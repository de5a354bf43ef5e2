import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import * as v from "valibot";
import { Uuid } from "../../peer/protocol/identifiers.ts";
import { HttpError } from "../http-error.ts";
import type { AgentLogins } from "./agent-logins.ts";
import { createRoleDoor } from "./role-door.ts";

interface PeopleRoutesOptions {
  logins: AgentLogins;
  publicUrl: string | undefined;
  /** Ends what the agent has open, and gives back what they had. */
  onDeactivated(agentId: string): Promise<void>;
}

interface AgentAddress {
  Params: { agent: string };
}

/** Who works here, and who does not any more. */
export const peopleRoutes: FastifyPluginAsync<PeopleRoutesOptions> = async (app, options) => {
  const { logins, publicUrl, onDeactivated } = options;
  const door = createRoleDoor(logins, publicUrl);
  const forWhoSeeNames = async (request: FastifyRequest) => {
    await door.enter(request, "settings.read");
  };
  const forAdmins = async (request: FastifyRequest) => {
    await door.enter(request, "agents.deactivate");
  };

  app.get("/v1/agents", { onRequest: forWhoSeeNames }, async () => ({
    agents: await logins.allTimes(),
  }));

  app.post<AgentAddress>(
    "/v1/agents/:agent/deactivate",
    { onRequest: forAdmins },
    async (request) => {
      const id = agentId(request.params);
      // Somebody has to be left who can undo it.
      if (id === door.loginOf(request).agent.id) throw new HttpError(409, "own-login");
      if (!(await logins.deactivate(id))) throw new HttpError(404, "unknown-agent");
      app.log.info({ agent: id, by: door.loginOf(request).agent.id }, "agent deactivated");
      await onDeactivated(id);
      return { deactivated: true };
    },
  );

  app.post<AgentAddress>(
    "/v1/agents/:agent/activate",
    { onRequest: forAdmins },
    async (request) => {
      const id = agentId(request.params);
      if (!(await logins.activate(id))) throw new HttpError(404, "unknown-agent");
      app.log.info({ agent: id, by: door.loginOf(request).agent.id }, "agent activated");
      return { activated: true };
    },
  );
};

function agentId({ agent }: AgentAddress["Params"]): string {
  const id = v.safeParse(Uuid, agent);
  if (!id.success) throw new HttpError(404, "unknown-agent");
  return id.output;
}
