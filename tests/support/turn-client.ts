/**
 * A small TURN client over UDP, for what no browser would ask of a relay. It speaks the long-term
 * credentials of RFC 8489 and the requests of RFC 8656, and tells what the relay answered.
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv4 } from "node:net";

const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;
/** An unanswered request goes out again after this long, in milliseconds, and so often in all. */
const RESEND_MS = 500;
const SENDINGS_COUNT = 6;

const METHODS = { bind: 0x001, allocate: 0x003, refresh: 0x004, permit: 0x008, connect: 0x00a };
const ATTRIBUTES = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  peerAddress: 0x0012,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  addressFamily: 0x0017,
  requestedTransport: 0x0019,
  software: 0x8022,
};
const TRANSPORTS = { udp: 17, tcp: 6 };
const FAMILIES = { ipv4: 1, ipv6: 2 };

type Attribute = [type: number, value: Buffer];
type Signing = TurnCredentials & { realm: Buffer; nonce: Buffer };
/** What a request asks for; an address in it is hidden by the request's own transaction. */
type Asked = (transaction: Buffer) => Attribute[];

export interface TurnCredentials {
  username: string;
  credential: string;
}

export interface TurnAnswer {
  /** `ok`, or the number of the error that the relay answered. */
  result: "ok" | number;
  hasSoftware: boolean;
  hasRelayedAddress: boolean;
}

export type TurnClient = Awaited<ReturnType<typeof openTurnClient>>;

/** One client address, and so at most one allocation. */
export async function openTurnClient(port: number, host = "127.0.0.1") {
  const socket = createSocket("udp4");
  socket.connect(port, host);
  await once(socket, "connect");
  let challenge: { realm: Buffer; nonce: Buffer } | undefined;
  let known: TurnCredentials | undefined;

  /** Asks once; what has to be signed is, as soon as the relay has sent its challenge. */
  async function ask(method: keyof typeof METHODS, asked: Asked): Promise<TurnAnswer> {
    const answer = await exchange(socket, METHODS[method], asked, signing());
    const { realm, nonce } = answer;
    const hasNewNonce = nonce !== undefined && !(challenge && nonce.equals(challenge.nonce));
    if (realm && nonce) challenge = { realm, nonce };
    const { result } = answer;
    return (result === 401 || result === 438) && hasNewNonce && known
      ? exchange(socket, METHODS[method], asked, signing())
      : answer;
  }

  const signing = () => (known && challenge ? { ...known, ...challenge } : undefined);
  const peer =
    (address: string): Asked =>
    (transaction) => [[ATTRIBUTES.peerAddress, xoredAddress(address, transaction)]];

  return {
    /** Answered without credentials by whatever speaks STUN. */
    bind: () => ask("bind", () => []),
    allocate(
      credentials: TurnCredentials,
      {
        transport = "udp",
        family = "ipv4",
      }: { transport?: keyof typeof TRANSPORTS; family?: keyof typeof FAMILIES } = {},
    ) {
      known = credentials;
      return ask("allocate", () => [
        [ATTRIBUTES.requestedTransport, Buffer.from([TRANSPORTS[transport], 0, 0, 0])],
        ...(family === "ipv6"
          ? [[ATTRIBUTES.addressFamily, Buffer.from([FAMILIES.ipv6, 0, 0, 0])] as Attribute]
          : []),
      ]);
    },
    /** @param credentials - others than those of the allocation, where a test tries that */
    refresh(lifetimeSeconds: number, credentials?: TurnCredentials) {
      known = credentials ?? known;
      const lifetime = Buffer.alloc(4);
      lifetime.writeUInt32BE(lifetimeSeconds);
      return ask("refresh", () => [[ATTRIBUTES.lifetime, lifetime]]);
    },
    permit: (address: string) => ask("permit", peer(address)),
    /** RFC 6062: a TCP connection from the relay to a third host. */
    connect: (address: string) => ask("connect", peer(address)),
    close: () => socket.close(),
  };
}

type Socket = ReturnType<typeof createSocket>;

async function exchange(
  socket: Socket,
  method: number,
  asked: Asked,
  signing: Signing | undefined,
) {
  const transaction = randomBytes(12);
  const request = requestOf(method, transaction, asked(transaction), signing);
  const answer = await new Promise<Buffer>((resolve, reject) => {
    let sendings = 0;
    const onMessage = (message: Buffer) => {
      if (message.subarray(8, HEADER_BYTES).equals(transaction)) finish(() => resolve(message));
    };
    const finish = (settle: () => void) => {
      clearInterval(timer);
      socket.off("message", onMessage);
      settle();
    };
    const send = () => {
      if (sendings === SENDINGS_COUNT) finish(() => reject(new Error("the relay does not answer")));
      else socket.send(request);
      sendings += 1;
    };
    const timer = setInterval(send, RESEND_MS);
    socket.on("message", onMessage);
    send();
  });
  return read(answer);
}

function requestOf(
  method: number,
  transaction: Buffer,
  attributes: Attribute[],
  signing: Signing | undefined,
): Buffer {
  const signed: Attribute[] = signing
    ? [
        [ATTRIBUTES.username, Buffer.from(signing.username)],
        [ATTRIBUTES.realm, signing.realm],
        [ATTRIBUTES.nonce, signing.nonce],
      ]
    : [];
  const body = Buffer.concat([...attributes, ...signed].map(encoded));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(method, 0);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  transaction.copy(header, 8);
  // The length that is signed counts the signature already.
  header.writeUInt16BE(body.length + (signing ? INTEGRITY_BYTES : 0), 2);
  if (!signing) return Buffer.concat([header, body]);
  const { username, realm, credential } = signing;
  const key = createHash("md5").update(`${username}:${realm}:${credential}`).digest();
  const integrity = createHmac("sha1", key).update(header).update(body).digest();
  return Buffer.concat([header, body, encoded([ATTRIBUTES.messageIntegrity, integrity])]);
}

function encoded([type, value]: Attribute): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(value.length, 2);
  return Buffer.concat([header, value, Buffer.alloc(-value.length & 3)]);
}

function read(
  message: Buffer,
): TurnAnswer & { realm: Buffer | undefined; nonce: Buffer | undefined } {
  const attributes = new Map<number, Buffer>();
  for (let at = HEADER_BYTES; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2);
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  const error = attributes.get(ATTRIBUTES.errorCode);
  return {
    result: error ? error.readUInt8(2) * 100 + error.readUInt8(3) : "ok",
    hasSoftware: attributes.has(ATTRIBUTES.software),
    hasRelayedAddress: attributes.has(ATTRIBUTES.relayedAddress),
    realm: attributes.get(ATTRIBUTES.realm),
    nonce: attributes.get(ATTRIBUTES.nonce),
  };
}

/** The address with port 9, XORed with the cookie and, as far as IPv6 is longer, the transaction. */
function xoredAddress(address: string, transaction: Buffer): Buffer {
  const bytes = isIPv4(address) ? bytesOfIpv4(address) : bytesOfIpv6(address);
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(MAGIC_COOKIE);
  const hiding = Buffer.concat([mask, transaction]);
  const hidden = bytes.map((byte, at) => byte ^ (hiding[at] ?? 0));
  const family = isIPv4(address) ? FAMILIES.ipv4 : FAMILIES.ipv6;
  return Buffer.from([0, family, 0 ^ (mask[0] ?? 0), 9 ^ (mask[1] ?? 0), ...hidden]);
}

const bytesOfIpv4 = (address: string) => address.split(".").map(Number);

/** Also as `::ffff:10.0.0.1`. */
function bytesOfIpv6(address: string): number[] {
  const groupsOf = (text: string) =>
    text === ""
      ? []
      : text.split(":").flatMap((group) => {
          if (isIPv4(group)) return bytesOfIpv4(group);
          const value = Number.parseInt(group, 16);
          return [value >> 8, value & 0xff];
        });
  const [head = "", tail] = address.split("::");
  const [before, after] = [groupsOf(head), groupsOf(tail ?? "")];
  return [...before, ...Array(16 - before.length - after.length).fill(0), ...after];
}
