import { describe, expect, it } from "vitest";
import { type RelayNews, watchRelay } from "../../../../peer/link/relay-watch.ts";
import { FakeGathering } from "../../../support/fake-gathering.ts";

function startWatch({
  urls = ["turn:relay.example"],
  expiresInSeconds = 300,
}: {
  urls?: string[];
  expiresInSeconds?: number;
} = {}) {
  const connection = new FakeGathering();
  const ended = new AbortController();
  const news: RelayNews[] = [];
  const username = `${Math.floor(Date.now() / 1_000) + expiresInSeconds}:peer`;
  watchRelay(
    connection.asConnection,
    [{ urls, username, credential: "secret" }],
    ended.signal,
    (latest) => news.push(latest),
  );
  return { connection, ended, news, latest: () => news.at(-1) };
}

describe("what a connection learns of its relay", () => {
  it("is nothing at first, and that it is usable as soon as there is a candidate", () => {
    const { connection, latest } = startWatch();
    expect(latest()).toEqual({ relay: "unknown", isSettled: false });
    connection.find("srflx");
    expect(latest()).toEqual({ relay: "unknown", isSettled: false });
    connection.find("relay");
    expect(latest()).toEqual({ relay: "usable", isSettled: false });
  });

  it("is at once that there is none, where no server relays", () => {
    expect(startWatch({ urls: ["stun:stun.example"] }).latest()).toEqual({
      relay: "no-relay",
      isSettled: true,
    });
  });

  it("is a refusal when the relay answers with an error", () => {
    const { connection, latest } = startWatch();
    connection.fail(401);
    expect(latest()).toEqual({ relay: "relay-refused", isSettled: false });
    connection.complete();
    expect(latest()).toEqual({ relay: "relay-refused", isSettled: true });
  });

  it("is that the credentials have expired, when they have and it refuses", () => {
    const { connection, latest } = startWatch({ expiresInSeconds: -5 });
    connection.fail(401);
    expect(latest()?.relay).toBe("relay-expired");
  });

  it("is that it cannot be reached, when gathering ends without a word of it", () => {
    const { connection, latest } = startWatch();
    connection.fail(701);
    expect(latest()).toEqual({ relay: "unknown", isSettled: false });
    connection.complete();
    expect(latest()).toEqual({ relay: "relay-unreachable", isSettled: true });
  });

  it("minds no error of one interface or protocol when another leads to the relay", () => {
    const { connection, latest } = startWatch();
    connection.fail(600);
    connection.fail(701);
    connection.find("relay");
    connection.fail(401);
    connection.fail(701);
    connection.complete();
    expect(latest()).toEqual({ relay: "usable", isSettled: true });
  });

  it("is told to nobody once the connection has ended", () => {
    const { connection, ended, news } = startWatch();
    ended.abort();
    connection.fail(401);
    expect(news).toHaveLength(1);
  });
});
