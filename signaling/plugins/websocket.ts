import websocket, { type WebSocket } from "@fastify/websocket";
import fp from "fastify-plugin";
import { SIGNALING_FRAME_BYTES } from "../../peer/protocol/limits.ts";
import { SIGNALING_SUBPROTOCOL } from "../../peer/protocol/version.ts";

/** Told to browsers before a restart, so that they come back at once. */
const SERVICE_RESTART = 1012;

/**
 * Browsers answer a ping by themselves, in hidden tabs too. Whoever has missed two is not here any
 * more, though nobody has closed the socket: a laptop that was shut, a network that went away.
 */
const HEARTBEAT_MS = 5_000;
const MISSED_PINGS = 2;

export const websocketPlugin = fp(async (app) => {
  const unanswered = new WeakMap<WebSocket, number>();
  const heartbeat = setInterval(() => {
    for (const client of app.websocketServer.clients) {
      const missed = unanswered.get(client) ?? 0;
      if (missed >= MISSED_PINGS) client.terminate();
      else client.ping();
      unanswered.set(client, missed + 1);
    }
  }, HEARTBEAT_MS);
  app.addHook("onClose", async () => clearInterval(heartbeat));

  await app.register(websocket, {
    options: {
      // A larger frame closes the socket with 1009, before it is in memory.
      maxPayload: SIGNALING_FRAME_BYTES,
      // Compression for each socket costs more memory than the sockets themselves.
      perMessageDeflate: false,
      // No other address speaks anything but HTTP.
      verifyClient: ({ req }, answer) => {
        const isSocket = /^\/signaling\/(?:agent|customer)$/.test(req.url ?? "");
        answer(isSocket, 404);
      },
      // The token travels beside it in the list, and is never answered.
      handleProtocols: (offered) =>
        offered.has(SIGNALING_SUBPROTOCOL) ? SIGNALING_SUBPROTOCOL : false,
    },
    preClose(done) {
      clearInterval(heartbeat);
      for (const client of this.websocketServer.clients) {
        client.close(SERVICE_RESTART, "restarting");
        // A browser that does not answer the goodbye must not hold the server up.
        setTimeout(() => client.terminate(), 500).unref();
      }
      this.websocketServer.close(done);
    },
  });
  app.websocketServer.on("connection", (client) => {
    client.on("pong", () => unanswered.delete(client));
  });
});
