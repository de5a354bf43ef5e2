import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRelayCredentials } from "../../../../peer/holder/relay-credentials.ts";
import { RELAY_CREDENTIALS_MS } from "../../../../peer/protocol/limits.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const serversOf = (username: string) => [{ urls: ["turn:relay.example"], username }];
const HALF_LIFE_MS = RELAY_CREDENTIALS_MS / 2;

describe("[S13] credentials for the relay", () => {
  it("are used as they are in the first half of their life", async () => {
    const ask = vi.fn(() => true);
    const credentials = createRelayCredentials(serversOf("first"), ask);
    vi.advanceTimersByTime(HALF_LIFE_MS);
    expect(await credentials.current()).toEqual(serversOf("first"));
    expect(ask).not.toHaveBeenCalled();
  });

  it("are asked for anew in the second half, and the answer is waited for", async () => {
    const ask = vi.fn(() => true);
    const credentials = createRelayCredentials(serversOf("first"), ask);
    vi.advanceTimersByTime(HALF_LIFE_MS + 1);
    const asked = credentials.current();
    credentials.renewed(serversOf("second"));
    expect(await asked).toEqual(serversOf("second"));
    expect(await credentials.current()).toEqual(serversOf("second"));
    expect(ask).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are used as they are when no answer comes within a second", async () => {
    const credentials = createRelayCredentials(serversOf("first"), () => true);
    vi.advanceTimersByTime(HALF_LIFE_MS + 1);
    const asked = credentials.current();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await asked).toEqual(serversOf("first"));
  });

  it("are not waited for while the server is away", async () => {
    const credentials = createRelayCredentials(serversOf("first"), () => false);
    vi.advanceTimersByTime(RELAY_CREDENTIALS_MS);
    expect(await credentials.current()).toEqual(serversOf("first"));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are not asked for where there is no relay", async () => {
    const ask = vi.fn(() => true);
    const credentials = createRelayCredentials([], ask);
    vi.advanceTimersByTime(RELAY_CREDENTIALS_MS);
    expect(await credentials.current()).toEqual([]);
    expect(ask).not.toHaveBeenCalled();
  });
});
