/** The part of an RTCPeerConnection that gathers candidates: finds what the test says it finds. */
export class FakeGathering extends EventTarget {
  iceGatheringState: RTCIceGatheringState = "new";

  get asConnection(): RTCPeerConnection {
    return this as unknown as RTCPeerConnection;
  }

  find(type: "host" | "srflx" | "relay"): void {
    const candidate = { candidate: `candidate:1 1 udp 1 198.51.100.7 9 typ ${type} raddr 0.0.0.0` };
    this.dispatchEvent(Object.assign(new Event("icecandidate"), { candidate }));
  }

  /** @param errorCode - of STUN, from the relay; or 600 and more, the browser's own */
  fail(errorCode: number): void {
    this.dispatchEvent(Object.assign(new Event("icecandidateerror"), { errorCode }));
  }

  complete(): void {
    this.iceGatheringState = "complete";
    this.dispatchEvent(new Event("icegatheringstatechange"));
  }
}
