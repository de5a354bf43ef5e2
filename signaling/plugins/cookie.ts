import cookie from "@fastify/cookie";
import fp from "fastify-plugin";

/** Reads and writes cookies. The login's value is random and checked in the database: no signing. */
export const cookiePlugin = fp(async (app) => {
  await app.register(cookie);
});
