/** Version of everything in this folder. Both ends compare it once, in their `hello`. */
export const PROTOCOL_VERSION = 3;

/** WebSocket subprotocol that both signaling sockets speak. */
export const SIGNALING_SUBPROTOCOL = "alongside.v1";
