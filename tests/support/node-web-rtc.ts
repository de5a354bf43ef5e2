/**
 * WebRTC in Node, made to keep the books of a channel as every browser does. On its own it counts
 * what is sent only when another thread has taken it, and never says that less is buffered
 * (https://github.com/node-webrtc/node-webrtc/issues/305).
 */
import wrtc from "wrtc";
import type { WebRtc } from "../../peer/link/peer-link.ts";

const base = wrtc as unknown as WebRtc;

class Connection extends base.RTCPeerConnection {
  override createDataChannel(label: string, options?: RTCDataChannelInit): RTCDataChannel {
    const channel = super.createDataChannel(label, options);
    const send = channel.send.bind(channel) as (data: unknown) => void;
    const bufferedNatively = () => Reflect.get(Object.getPrototypeOf(channel), key, channel);
    let justSentBytes = 0;
    let isWatching = false;

    const watch = () => {
      isWatching = true;
      setImmediate(() => {
        if (channel.bufferedAmount > channel.bufferedAmountLowThreshold) return watch();
        isWatching = false;
        channel.dispatchEvent(new Event("bufferedamountlow"));
      });
    };
    Object.defineProperty(channel, key, {
      get: () => Math.max(justSentBytes, bufferedNatively()),
    });
    channel.send = (data: string | ArrayBufferView | ArrayBuffer | Blob) => {
      send(data);
      const bytes = typeof data === "string" ? data.length : (data as ArrayBuffer).byteLength;
      justSentBytes += bytes;
      setImmediate(() => {
        justSentBytes -= bytes;
      });
      if (!isWatching && channel.bufferedAmount > channel.bufferedAmountLowThreshold) watch();
    };
    return channel;
  }
}

const key = "bufferedAmount";

export const webRtc: WebRtc = { ...base, RTCPeerConnection: Connection };
