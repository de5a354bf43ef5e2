/** Outer bounds of everything that travels. One place, with unit and reason. */

/** Largest frame a signaling socket accepts, in bytes. An offer with many candidates is about 6 kB. */
export const SIGNALING_FRAME_BYTES = 64 * 1024;
/** Signaling messages that a socket may send per second, and in one burst. A link start sends about 30. */
export const SIGNALING_RATE_PER_SECOND = 20;
export const SIGNALING_BURST_COUNT = 120;

/** Sockets that one customer may hold at once: every tab has one. */
export const SOCKETS_PER_CUSTOMER = 30;

/** Longest chat message, in UTF-16 code units. */
export const CHAT_TEXT_LENGTH = 4_000;
/** Messages and event lines that one answer carries; older ones are not sent to the browser. */
export const CHAT_ENTRIES_COUNT = 500;
/** All texts of one such answer together, in UTF-16 code units. */
export const CHAT_ENTRIES_LENGTH = 200_000;

/** Longest offer, answer or candidate, in UTF-16 code units of its JSON. */
export const SIGNAL_LENGTH = 48_000;

/** Facts that one session may hold. A long session with many grants has a few dozen. */
export const SESSION_FACTS_COUNT = 2_000;
/** Numbered facts that one writer may write under one term. The server has but one term. */
export const FACT_SEQ_MAX = 2_000;
/**
 * How often the loads of one session may sit down, in one burst and per second: a person who turns
 * pages fast, and one who does so for long.
 */
export const SEATS_BURST_COUNT = 30;
export const SEATS_PER_SECOND = 0.5;

/** Size of one chunk on a lane, in bytes: the size that every browser takes. */
export const LANE_CHUNK_BYTES = 16 * 1024;
/** Largest message put together from chunks on the page lane, in bytes. */
export const PAGE_MESSAGE_BYTES = 32 * 1024 * 1024;
/**
 * What may come on the control or asset lane before it is read, in messages and in bytes. The agent's
 * side says at once what it has, in up to 16 kB, and may say a thing or two more.
 */
export const UNREAD_COUNT = 256;
export const UNREAD_BYTES = 64 * 1024;
/** Chunks of the page lane that may wait to be read: twice the largest message, if none of it deflates. */
export const PAGE_WAITING_CHUNKS_COUNT = 4_096;
/** Changes of a page that may wait for the lane, in bytes of text and in time; then a snapshot is due. */
export const PAGE_BACKLOG_BYTES = 2 * 1024 * 1024;
export const PAGE_BACKLOG_MS = 2_000;
/** Largest message on the session and control lanes, in bytes. */
export const SESSION_MESSAGE_BYTES = 32 * 1024;
/** Largest message on the pointer lane, in bytes. */
export const POINTER_MESSAGE_BYTES = 512;
/** Largest asset, in bytes, as it is and as it travels. A photograph as wide as a screen has 1 to 2 MB. */
export const ASSET_BYTES = 8 * 1024 * 1024;
/**
 * Pictures and fonts that an address holds itself (`data:`) stay in the page below this length, in
 * UTF-16 code units; longer ones are assets. So little can declare no picture that is too large.
 */
export const INLINE_DATA_LENGTH = 2_000;
/** Assets that one page may name over one link. A shop's long list shows a few hundred. */
export const ASSET_NAMES_COUNT = 5_000;
/** Addresses in one style sheet that are looked after. */
export const SHEET_REFERENCES_COUNT = 1_000;
/** Assets that the agent's side tells at a start that it has; more would not fit into one frame. */
export const HELD_HASHES_COUNT = 500;
/** What the agent's tab keeps of a site's assets, in bytes. */
export const ASSET_STORE_BYTES = 96 * 1024 * 1024;
/** Origins besides its own that one site may let be read, and the longest one: a few picture servers. */
export const ASSET_ORIGINS_COUNT = 20;
export const ORIGIN_LENGTH = 200;
/** Transfers that may be under way at once on the asset lane: a small one passes a big one. */
export const ASSET_TRANSFERS_COUNT = 4;
/** How often one asset is sent again over one link: a tab that has lost it once may lose it twice. */
export const ASSET_RESENDS_COUNT = 3;
/** Frames of the agent's side that say nothing, or ask for what was never named, before it is not listened to. */
export const ASSET_FAULTS_COUNT = 200;
/** What waits at the agent's side to be checked, in bytes as it travelled: four of the largest. */
export const UNCHECKED_ASSETS_BYTES = 4 * ASSET_BYTES;
/** Hashes that one link may tell of; each name has one, and a few are sent before they are named. */
export const ASSET_HASHES_COUNT = 2 * ASSET_NAMES_COUNT;
/** How often the agent's side asks for one hash again that it has thrown away for want of room. */
export const ASSET_ASKED_COUNT = 2;
/**
 * Frames on the asset lane that say nothing before it is not read any more. A page of 10,000 assets
 * names 5,000 too many, and the others are still shown.
 */
export const IGNORED_ASSET_FRAMES_COUNT = 10_000;
/** Largest side of a picture, in its own pixels, and all of them: unpacked, each takes four bytes. */
export const PICTURE_SIDE_PX = 16_384;
export const PICTURE_PIXELS_COUNT = 64_000_000;
/** Recorder events that one page message may carry. */
export const PAGE_EVENTS_COUNT = 10_000;
/** Nodes inside one another that the replica builds; a browser's parser stops at 512. */
export const PAGE_DEPTH_COUNT = 1_000;
/** Longest path or title of a page that the agent is shown, in UTF-16 code units. */
export const PAGE_LABEL_LENGTH = 1_000;
/** Largest width or height of a page that the replica accepts, in CSS pixels. */
export const PAGE_SIDE_PX = 20_000;
/** Widest scrollbar that the replica draws, in CSS pixels: a wide one, at a small zoom. */
export const SCROLLBAR_PX = 100;

/** What one site may keep private by rule, and how long a rule may be, in UTF-16 code units. */
export const PAGE_PATTERN_LENGTH = 300;
export const BLOCKED_PAGES_COUNT = 200;
export const SELECTOR_LENGTH = 500;
export const REDACTION_RULES_COUNT = 200;
export const SECRET_SHAPE_LENGTH = 100;
export const SECRET_SHAPES_COUNT = 50;
export const ADDRESS_PARAMETERS_COUNT = 50;
/** Catches of the guard that one message tells of, and how often one page may tell in a minute. */
export const CATCHES_COUNT = 50;
export const CATCH_REPORTS_PER_MINUTE = 6;

/** Life of the credentials for the relay, in milliseconds: a stolen one is soon worth nothing. */
export const RELAY_CREDENTIALS_MS = 600_000;

/** Times within which something has to happen, in milliseconds. */
export const REQUEST_ANSWER_MS = 60_000;
export const CUSTOMER_GONE_MS = 10_000;
export const AGENT_GONE_MS = 30_000;
/** What a site may set for the wait of a request, in seconds, and for a silent conversation, in minutes. */
export const REQUEST_SECONDS_MIN = 10;
export const REQUEST_SECONDS_MAX = 600;
export const INACTIVE_MINUTES_MAX = 1_440;
/** Agents that one site may choose. */
export const CHOSEN_AGENTS_COUNT = 500;
/** Changes of its settings that one answer tells of. */
export const POLICY_CHANGES_COUNT = 50;
export const RECONNECT_MS = 60_000;
/** Without a link for so long, both people hear why. */
export const TROUBLE_NAMED_MS = 7_000;
/** How often an agent may ask for the same grant in one minute. */
export const REQUESTS_PER_MINUTE = 3;
