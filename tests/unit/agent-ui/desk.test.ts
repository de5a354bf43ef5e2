import { describe, expect, it } from "vitest";
import { actionsOf } from "../../../agent-ui/desk/allowed-actions.ts";
import {
  countUnread,
  hasStatus,
  inTab,
  lastWords,
  matches,
  newestFirst,
  receiptOf,
  requestObstacle,
} from "../../../agent-ui/desk/conversation-list.ts";
import { endedSentence, eventWords } from "../../../agent-ui/look/words.ts";
import { connectSteps } from "../../../agent-ui/viewer/connect-steps.ts";
import type { Conversation } from "../../../peer/protocol/agent-messages.ts";
import { EndReason } from "../../../peer/protocol/facts.ts";

const ME = "00000000-0000-4000-8000-00000000000a";
const OTHER = "00000000-0000-4000-8000-00000000000b";

function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: crypto.randomUUID(),
    customerName: "Customer 4801",
    siteName: "Tarn & Trail",
    channel: "web-chat",
    status: "open",
    owner: { id: ME, name: "Me" },
    customerPresent: true,
    createdAt: 0,
    lastEntry: null,
    unreadCount: 0,
    deliveredUpTo: 0,
    seenUpTo: 0,
    ownerHasWritten: true,
    cobrowseFor: { who: "everybody" },
    session: null,
    ...change,
  };
}

const entry = (id: number, text = "hello"): Conversation["lastEntry"] => ({
  kind: "message",
  id,
  at: 0,
  author: "customer",
  authorName: "",
  clientId: crypto.randomUUID(),
  text,
});

describe("the list", () => {
  it("sorts conversations into mine, queue and all", () => {
    const [mine, others, queued] = [
      conversation(),
      conversation({ owner: { id: OTHER, name: "Other" } }),
      conversation({ owner: null }),
    ];
    const shown = (tab: "mine" | "queue" | "all") =>
      [mine, others, queued].filter((one) => inTab(one, tab, ME));
    expect(shown("mine")).toEqual([mine]);
    expect(shown("queue")).toEqual([queued]);
    expect(shown("all")).toHaveLength(3);
  });

  it("keeps what is closed to itself, until it is asked for", () => {
    const [open, inactive, closed] = [
      conversation(),
      conversation({ status: "inactive" }),
      conversation({ status: "closed" }),
    ];
    const shown = (filter: "any" | "open" | "inactive" | "closed", tab: "mine" | "all") =>
      [open, inactive, closed].filter((one) => hasStatus(one, filter, tab));
    expect(shown("any", "mine")).toEqual([open, inactive]);
    expect(shown("any", "all")).toEqual([open, inactive, closed]);
    expect(shown("inactive", "mine")).toEqual([inactive]);
    expect(shown("closed", "mine")).toEqual([closed]);
  });

  it("has the newest first, and is searched by name and words", () => {
    const [older, newer] = [
      conversation({ lastEntry: entry(1, "The lamp") }),
      conversation({ lastEntry: entry(2, "The pack") }),
    ];
    expect(newestFirst([older, newer])).toEqual([newer, older]);
    expect(matches(older, "LAMP")).toBe(true);
    expect(matches(newer, "lamp")).toBe(false);
    expect(matches(newer, " 4801 ")).toBe(true);
  });

  it("counts as unread what is mine to read", () => {
    const list = [
      conversation({ unreadCount: 2 }),
      conversation({ unreadCount: 3, owner: null }),
      conversation({ unreadCount: 9, owner: { id: OTHER, name: "Other" } }),
    ];
    expect(countUnread(list, ME)).toBe(5);
  });
});

describe("the last words of a conversation", () => {
  const said = (author: "agent" | "customer", authorName: string): Conversation["lastEntry"] => ({
    kind: "message",
    id: 1,
    at: 0,
    author,
    authorName,
    clientId: crypto.randomUUID(),
    text: "hello",
  });

  it("are the customer's own without a name", () => {
    expect(lastWords(said("customer", "Customer 4801"), "Agent One")).toBe("hello");
  });

  it("are mine only when I said them", () => {
    expect(lastWords(said("agent", "Agent One"), "Agent One")).toBe("You: hello");
    expect(lastWords(said("agent", "Agent Two"), "Agent One")).toBe("Agent Two: hello");
  });
});

describe("the request", () => {
  it.each([
    [{ ownerHasWritten: false }, "Send a message first"],
    [{ customerPresent: false }, "Customer is away"],
    [{ owner: { id: OTHER, name: "Other" } }, "Only its owner can"],
    [{ owner: null }, "Take it first"],
    [{ channel: "sms" as const }, "Web chat only"],
    [{}, null],
  ])("with %o: %s", (change, reason) => {
    expect(requestObstacle(conversation(change), ME)).toBe(reason);
  });
});

describe("words", () => {
  const line = (event: Parameters<typeof eventWords>[0]["event"], reason?: EndReason) =>
    eventWords({ kind: "event", id: 1, at: 0, session: ME, event, ...(reason && { reason }) });

  it("are those that other programs read", () => {
    expect(line("cobrowse-requested")).toBe("agent requested a cobrowse session");
    expect(line("view-granted")).toBe("customer granted permission to cobrowse");
    expect(line("view-denied")).toBe("customer denied permission to cobrowse");
    expect(line("control-granted")).toBe("customer granted remote control permission");
    expect(line("control-denied")).toBe("customer denied remote control permission");
    expect(line("screen-granted")).toBe("customer granted extended screen access permission");
    expect(line("screen-denied")).toBe(
      "customer (or their device) denied extended screen access permission",
    );
    expect(line("session-ended", "agent-ended")).toBe("cobrowse session ended: agent ended it");
    expect(line("session-ended", "customer-ended")).toBe(
      "cobrowse session ended: customer ended it",
    );
    expect(line("session-ended", "transferred")).toBe("cobrowse session ended: transferred");
  });

  it("exist for every reason to end", () => {
    for (const reason of EndReason.options) {
      expect(line("session-ended", reason)).toMatch(/^cobrowse session ended: \w/);
      expect(endedSentence(reason, 60)).toMatch(/\.$/);
    }
  });
});

describe("the steps to the live page", () => {
  const none = {
    requestedAt: 0,
    grantedAt: null,
    linkedAt: null,
    liveAt: null,
    lostAt: null,
    endedAt: null,
  };
  const states = (...steps: ReturnType<typeof connectSteps>) =>
    steps.map(
      ({ name, state, seconds }) => `${name} ${state}${seconds === null ? "" : ` ${seconds}`}`,
    );

  it("go on one after the other, each with its seconds", () => {
    expect(states(...connectSteps(none, undefined, 9_500))).toEqual([
      "waiting now 9",
      "direct next",
      "relay next",
      "loading next",
      "live next",
    ]);
    const linked = { ...none, grantedAt: 9_000, linkedAt: 12_000 };
    expect(states(...connectSteps(linked, "direct", 13_000))).toEqual([
      "waiting done 9",
      "direct done 3",
      "relay skipped",
      "loading now 1",
      "live next",
    ]);
  });

  it("say when the direct way was not possible", () => {
    const linked = { ...none, grantedAt: 0, linkedAt: 2_000, liveAt: 2_100 };
    expect(states(...connectSteps(linked, "relay", 3_000))).toEqual([
      "waiting done 0",
      "direct skipped",
      "relay done 2",
      "loading done 0",
      "live done",
    ]);
  });
});

describe("what an agent may do with a conversation", () => {
  const done = (change: Partial<Conversation>, role: "agent" | "manager" | "admin") =>
    actionsOf(conversation(change), { id: ME, name: "Me", role })
      .filter(({ obstacle }) => obstacle === null)
      .map(({ action }) => action);
  const others = { owner: { id: OTHER, name: "Other" } };

  it.each([
    ["the owner", {}, "agent", ["transfer", "requeue", "close"]],
    ["another agent", others, "agent", []],
    ["an agent, in the queue", { owner: null }, "agent", []],
    ["a manager, with another's", others, "manager", ["transfer", "requeue", "take-away", "close"]],
    ["a manager, with their own", {}, "manager", ["transfer", "requeue", "close"]],
    ["an admin, in the queue", { owner: null }, "admin", ["transfer", "take-away", "close"]],
    ["anybody, once it is closed", { status: "closed" }, "admin", []],
  ] as const)("%s", (_who, change, role, actions) => {
    expect(done(change as Partial<Conversation>, role)).toEqual(actions);
  });
});

describe("how far the last message has come", () => {
  const own = { ...entry(7), author: "agent", authorName: "Me" } as NonNullable<
    Conversation["lastEntry"]
  >;
  const line: NonNullable<Conversation["lastEntry"]> = {
    kind: "event",
    id: 8,
    at: 0,
    event: "cobrowse-requested",
    session: crypto.randomUUID(),
  };
  it.each([
    [0, 0, "Sent"],
    [7, 0, "Delivered"],
    [8, 7, "Seen"],
  ])("delivered up to %i and seen up to %i is %s, whatever line follows", (deliveredUpTo, seenUpTo, words) => {
    expect(receiptOf({ deliveredUpTo, seenUpTo }, [own, line], "Me")).toEqual({ entry: 7, words });
  });

  it("says nothing under a message of the customer or of a colleague", () => {
    const marks = { deliveredUpTo: 9, seenUpTo: 9 };
    const theirs = entry(9) as NonNullable<Conversation["lastEntry"]>;
    expect(receiptOf(marks, [own, theirs], "Me")).toBeNull();
    expect(receiptOf(marks, [own], "Somebody else")).toBeNull();
    expect(receiptOf(marks, [], "Me")).toBeNull();
  });
});
