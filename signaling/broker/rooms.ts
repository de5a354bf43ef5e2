import type { GuardCatch } from "../../peer/protocol/guard-catches.ts";
import type { LinkTrouble } from "../../peer/protocol/link-trouble.ts";
import type { Refusal } from "../../peer/protocol/refusals.ts";
import type { Bus } from "../bus/bus.ts";
import type { Topics } from "../bus/topics.ts";
import type { ConversationStore } from "../desk/conversation-store.ts";
import type { Desk } from "../desk/desk.ts";
import type { Findings } from "../policy/findings.ts";
import type { Sites } from "../policy/sites.ts";
import type { Presence } from "./presence.ts";
import type { Sessions } from "./sessions.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** What a signaling socket reaches. */
export interface Rooms {
  store: ConversationStore;
  sites: Sites;
  findings: Findings;
  presence: Presence;
  bus: Bus<Topics>;
  sessions: Sessions;
  desk: Desk;
  /** The rate that all sockets of one person share. */
  bucketOf(person: string): TokenBucket;
  onRefused(reason: Refusal): void;
  /** A session that may have a link has none. */
  onLinkTrouble(session: string, trouble: LinkTrouble): void;
  /** The guard of a customer's page has caught what should not have been on its way out. */
  onCaught(session: string, catches: readonly GuardCatch[]): void;
  onFailure(error: unknown): void;
}
