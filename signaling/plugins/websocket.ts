import websocket from "@fastify/websocket";
import fp from "fastify-plugin";
import { SIGNALING_FRAME_BYTES } from "../../peer/protocol/limits.ts";
import { SIGNALING_SUBPROTOCOL } from "../../peer/protocol/version.ts";

/** Told to browsers before a restart, so that they come back at once. */
const SERVICE_RESTART = 1012;

export const websocketPlugin = fp(async (app) => {
  await app.register(websocket, {
    options: {
      // A larger frame closes the socket with 1009, before it is in memory.
      maxPayload: SIGNALING_FRAME_BYTES,
      // Compression for each socket costs more memory than the sockets themselves.
      perMessageDeflate: false,
      // The token travels beside it in the list, and is never answered.
      handleProtocols: (offered) =>
        offered.has(SIGNALING_SUBPROTOCOL) ? SIGNALING_SUBPROTOCOL : false,
    },
    preClose(done) {
      for (const client of this.websocketServer.clients) {
        client.close(SERVICE_RESTART, "restarting");
        // A browser that does not answer the goodbye must not hold the server up.
        setTimeout(() => client.terminate(), 500).unref();
      }
      this.websocketServer.close(done);
    },
  });
});
