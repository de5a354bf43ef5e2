import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PREVIEW_PORT, PREVIEW_READY } from "../../../peer/protocol/preview-messages.ts";
import { openPort, type PortListener } from "../../../preview/port.ts";

const PORT = { type: PREVIEW_PORT };

/** A window, and the page that has opened it. */
function createRig() {
  const target = new EventTarget();
  const posted: unknown[][] = [];
  const opener = {
    closed: false,
    postMessage: (...message: unknown[]) => void posted.push(message),
  };
  const opened = Object.assign(target, { opener });
  const heard: unknown[] = [];
  const listener: PortListener = {
    onMessage: (message) => heard.push(message),
    onUnanswered: vi.fn(),
    onGone: vi.fn(),
  };
  return {
    opened: opened as never,
    opener,
    posted,
    heard,
    listener,
    /** @returns the other end of the port that was given */
    give(source: unknown = opener, data: unknown = PORT): MessagePort {
      const { port1, port2 } = new MessageChannel();
      const event = new Event("message");
      Object.assign(event, { source, data, ports: [port2] });
      target.dispatchEvent(event);
      return port1;
    },
  };
}

const told = (port: MessagePort, rig: ReturnType<typeof createRig>, message: unknown) => {
  const count = rig.heard.length;
  port.postMessage(message);
  return vi.waitFor(() => expect(rig.heard.length).toBe(count + 1));
};

describe("the preview's port, at the window", () => {
  const stops: Array<(() => void) | false> = [];
  const open = (rig: ReturnType<typeof createRig>) => {
    const stop = openPort(rig.opened, rig.listener);
    stops.push(stop);
    return stop;
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  });
  afterEach(() => {
    for (const stop of stops.splice(0)) if (stop) stop();
    vi.useRealTimers();
  });

  it("[V1] says that it is ready, once, and nothing else", async () => {
    const rig = createRig();
    open(rig);
    expect(rig.posted).toEqual([[{ type: PREVIEW_READY }, "*"]]);
    const port = rig.give();
    const answered = vi.fn();
    port.addEventListener("message", answered);
    port.start();
    await told(port, rig, { type: "link.opened" });
    await told(port, rig, { type: "session.ended" });
    expect(rig.posted).toHaveLength(1);
    expect(answered).not.toHaveBeenCalled();
  });

  it("says so when nobody answers, and still takes a port that comes later", async () => {
    const rig = createRig();
    open(rig);
    vi.advanceTimersByTime(9_000);
    expect(rig.listener.onUnanswered).not.toHaveBeenCalled();
    vi.advanceTimersByTime(60_000);
    expect(rig.listener.onUnanswered).toHaveBeenCalledTimes(1);
    expect(rig.listener.onGone).not.toHaveBeenCalled();
    await told(rig.give(), rig, { type: "link.opened" });
    const answered = createRig();
    open(answered);
    answered.give();
    vi.advanceTimersByTime(60_000);
    expect(answered.listener.onUnanswered).not.toHaveBeenCalled();
  });

  it("[V2] takes one port from its opener, and no second one", async () => {
    const rig = createRig();
    open(rig);
    const first = rig.give();
    const second = rig.give();
    second.postMessage({ type: "session.ended" });
    await told(first, rig, { type: "link.lost" });
    expect(rig.heard).toEqual([{ type: "link.lost" }]);
  });

  it.each([
    ["another window", (rig: ReturnType<typeof createRig>) => rig.give({})],
    ["nobody", (rig: ReturnType<typeof createRig>) => rig.give(null)],
    [
      "its opener, with other words",
      (rig: ReturnType<typeof createRig>) => rig.give(rig.opener, {}),
    ],
    ["its opener, with none", (rig: ReturnType<typeof createRig>) => rig.give(rig.opener, null)],
  ])("[V2] takes none from %s", async (_who, give) => {
    const rig = createRig();
    open(rig);
    give(rig).postMessage({ type: "session.ended" });
    await told(rig.give(), rig, { type: "link.lost" });
    expect(rig.heard).toEqual([{ type: "link.lost" }]);
  });

  it("leaves out what is no message", async () => {
    const rig = createRig();
    open(rig);
    const port = rig.give();
    for (const message of [
      null,
      "x",
      {},
      { type: "page.sent" },
      { type: "asset.sent", frame: 1 },
    ]) {
      port.postMessage(message);
    }
    const frame = new Uint8Array([1, 2]);
    await told(port, rig, { type: "asset.sent", frame });
    expect(rig.heard).toEqual([{ type: "asset.sent", frame }]);
  });

  it("is told when the page has gone without a word, once", () => {
    const rig = createRig();
    open(rig);
    vi.advanceTimersByTime(3_000);
    expect(rig.listener.onGone).not.toHaveBeenCalled();
    rig.opener.closed = true;
    vi.advanceTimersByTime(3_000);
    expect(rig.listener.onGone).toHaveBeenCalledOnce();
  });

  it("hears nothing more after it was stopped, and takes no port", async () => {
    const rig = createRig();
    const stop = open(rig);
    const port = rig.give();
    await told(port, rig, { type: "link.opened" });
    if (stop) stop();
    port.postMessage({ type: "link.lost" });
    rig.give().postMessage({ type: "link.lost" });
    rig.opener.closed = true;
    vi.advanceTimersByTime(3_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(rig.heard).toEqual([{ type: "link.opened" }]);
    expect(rig.listener.onGone).not.toHaveBeenCalled();
  });

  it("has nobody to listen to where no page may be known", () => {
    expect(openPort({ ...createRig(), opener: null } as never, createRig().listener)).toBe(false);
  });
});
