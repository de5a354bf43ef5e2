/**
 * In both browsers, before anything else: everything that goes over a lane, in both directions, is
 * told to the test.
 */

export interface TappedFrame {
  kind: "frame";
  /** Of the document that it was tapped in, and of the connection in it. */
  document: string;
  connection: number;
  lane: string;
  direction: "sent" | "received";
  /** Text as it is, bytes in base64. */
  text?: string;
  bytes?: string;
}

export interface TappedBlob {
  kind: "blob";
  type: string;
  bytes: string;
}

export type Tapped = TappedFrame | TappedBlob;

/** What the test exposes in the page. */
interface Tap {
  privacyTap(tapped: string): Promise<void>;
}

const LANES = new Set(["page", "control", "pointer", "asset"]);

const page = crypto.randomUUID();
export const tell = (tapped: Tapped) => {
  void (window as unknown as Tap).privacyTap(JSON.stringify(tapped));
};

export const toBase64 = (bytes: Uint8Array) => {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  }
  return btoa(binary);
};

const connections = new WeakMap<RTCDataChannel, number>();
let connectionCount = 0;

function tellFrame(channel: RTCDataChannel, direction: TappedFrame["direction"], data: unknown) {
  const frame: TappedFrame = {
    ...{ kind: "frame", document: page, connection: connections.get(channel) ?? 0 },
    // The session lane is the link's own channel, which has a name by chance.
    ...{ lane: LANES.has(channel.label) ? channel.label : "session", direction },
  };
  if (typeof data === "string") tell({ ...frame, text: data });
  else if (data instanceof ArrayBuffer) tell({ ...frame, bytes: toBase64(new Uint8Array(data)) });
  else if (ArrayBuffer.isView(data)) {
    const { buffer, byteOffset, byteLength } = data;
    tell({ ...frame, bytes: toBase64(new Uint8Array(buffer, byteOffset, byteLength)) });
  } else throw new Error("a frame of a kind that the test cannot read");
}

function watch(channel: RTCDataChannel, connection: number): void {
  if (connections.has(channel)) return;
  connections.set(channel, connection);
  channel.addEventListener("message", ({ data }) => tellFrame(channel, "received", data));
}

const NativeConnection = window.RTCPeerConnection;
window.RTCPeerConnection = class extends NativeConnection {
  readonly #number: number;

  constructor(...settings: ConstructorParameters<typeof NativeConnection>) {
    super(...settings);
    connectionCount += 1;
    this.#number = connectionCount;
    this.addEventListener("datachannel", ({ channel }) => watch(channel, this.#number));
  }

  override createDataChannel(...settings: Parameters<RTCPeerConnection["createDataChannel"]>) {
    const channel = super.createDataChannel(...settings);
    watch(channel, this.#number);
    return channel;
  }
};

const { send } = RTCDataChannel.prototype;
RTCDataChannel.prototype.send = function (this: RTCDataChannel, data: never) {
  tellFrame(this, "sent", data);
  send.call(this, data);
};
