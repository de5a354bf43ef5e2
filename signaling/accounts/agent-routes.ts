import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import * as v from "valibot";
import { HttpError } from "../http-error.ts";
import { clearLoginCookie, setLoginCookie } from "./agent-cookie.ts";
import type { AgentLogins } from "./agent-logins.ts";
import type { LoginAttempts } from "./login-attempts.ts";
import { createLoginDoor } from "./login-door.ts";
import { isCrowded } from "./passwords.ts";

const Credentials = v.object({
  // As it is looked up, so that one login has one count of failures. No database takes a NUL.
  email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.regex(/^[^\0]{1,320}$/)),
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(1_000)),
});

interface AgentRoutesOptions {
  logins: AgentLogins;
  attempts: LoginAttempts;
  isSecure: boolean;
  /** Ends what the login has open; who is logged out hears of it first. */
  onLoggedOut(agentId: string, tokenHash: string): Promise<void>;
}

/** Log in, log out, who am I. */
export const agentRoutes: FastifyPluginAsync<AgentRoutesOptions> = async (app, options) => {
  const { logins, attempts, isSecure, onLoggedOut } = options;

  app.post("/v1/login", async (request, reply) => {
    const credentials = v.safeParse(Credentials, request.body);
    if (!credentials.success) throw new HttpError(400, "bad-request");
    const { email, password } = credentials.output;
    const waitMs = attempts.waitMs(email, request.ip);
    if (waitMs > 0) {
      throw new HttpError(429, "too-many-failures", {
        "retry-after": String(Math.ceil(waitMs / 1_000)),
      });
    }
    if (isCrowded()) throw new HttpError(429, "crowded", { "retry-after": "5" });
    // Counted before it is known: guesses that are made at once are slowed like any others.
    attempts.begin(email, request.ip);
    const login = await logins.logIn(email, password);
    if (!login) {
      attempts.failed(email, request.ip);
      throw new HttpError(401, "wrong-login");
    }
    attempts.succeeded(email, request.ip);
    setLoginCookie(reply, login.token, isSecure);
    return { agent: login.agent };
  });

  const door = createLoginDoor(logins);
  const onRequest = async (request: FastifyRequest) => {
    await door.enter(request);
  };

  app.post("/v1/logout", { onRequest }, async (request, reply) => {
    const { agent, token, tokenHash } = door.loginOf(request);
    await logins.logOut(token);
    clearLoginCookie(reply);
    await onLoggedOut(agent.id, tokenHash);
    return { loggedOut: true };
  });

  app.get("/v1/me", { onRequest }, async (request) => ({ agent: door.loginOf(request).agent }));
};
