declare module "wrtc" {
  const wrtc: Pick<
    typeof globalThis,
    "RTCPeerConnection" | "RTCSessionDescription" | "RTCIceCandidate"
  >;
  export default wrtc;
}
