/**
 * The browser's WebRTC with a way in for a bench: channels of its own on the link's connection, and
 * a look at what goes onto the channels of the lanes.
 */
import type { WebRtc } from "../../../peer/link/peer-link.ts";

/** Beyond the ids of the lanes. Reliable and ordered, like the lanes that they are compared with. */
const BENCH_CHANNELS = { clock: 30, bare: 32, baseline: 34, progress: 36 } as const;
export type BenchChannelName = keyof typeof BENCH_CHANNELS;

export interface OpenedConnection {
  /** The channels of the bench. */
  bench: Record<BenchChannelName, RTCDataChannel>;
  /** The channels of the lanes, and simple-peer's own, by their labels. */
  laneChannels: ReadonlyMap<string, RTCDataChannel>;
}

/** @param onConnection - told of every connection that the link makes */
export function ownWebRtc(onConnection: (opened: OpenedConnection) => void): WebRtc {
  class OwnConnection extends RTCPeerConnection {
    readonly #laneChannels = new Map<string, RTCDataChannel>();

    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      const openChannel = (name: BenchChannelName) => {
        const options = { negotiated: true, id: BENCH_CHANNELS[name] };
        const channel = super.createDataChannel(`bench-${name}`, options);
        channel.binaryType = "arraybuffer";
        return channel;
      };
      const bench = {
        clock: openChannel("clock"),
        bare: openChannel("bare"),
        baseline: openChannel("baseline"),
        progress: openChannel("progress"),
      };
      onConnection({ bench, laneChannels: this.#laneChannels });
    }

    override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
      const channel = super.createDataChannel(label, options);
      this.#laneChannels.set(label, channel);
      return channel;
    }
  }
  const { RTCSessionDescription, RTCIceCandidate } = window;
  return { RTCPeerConnection: OwnConnection, RTCSessionDescription, RTCIceCandidate };
}

/** Shows every frame that is put on the channel from now on. @returns what ends it */
export function watchSending(
  channel: RTCDataChannel,
  onSent: (frame: Uint8Array<ArrayBuffer>) => void,
): () => void {
  const send = channel.send.bind(channel) as (data: unknown) => void;
  channel.send = (data: unknown) => {
    onSent(bytesOf(data));
    send(data);
  };
  return () => {
    Reflect.deleteProperty(channel, "send");
  };
}

/** A copy: the sender may use its buffer again. */
function bytesOf(data: unknown): Uint8Array<ArrayBuffer> {
  if (typeof data === "string") return new TextEncoder().encode(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
  if (ArrayBuffer.isView(data)) {
    return new Uint8Array(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  throw new TypeError("a frame of another kind");
}
