/**
 * Finds the messages in what a stream of the page lane unpacks to: each is its length (four bytes,
 * big-endian) and its text. Keeps no more of one than it announced and is allowed.
 */

export type PageRefusal = "too-large" | "bad-message";

export interface MessageReader {
  /** One more message is coming. */
  expectOne(): void;
  /** @returns why no more can be read, if so */
  read(bytes: Uint8Array): PageRefusal | undefined;
}

const LENGTH_BYTES = 4;

export function createMessageReader(
  maxMessageBytes: number,
  onMessage: (text: string) => void,
): MessageReader {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let unreadCount = 0;
  let lengthDigits: number[] = [];
  let missingBytes = 0;
  let text = "";

  return {
    expectOne() {
      unreadCount += 1;
    },
    read(bytes) {
      for (let rest = bytes; rest.length > 0; ) {
        if (lengthDigits.length < LENGTH_BYTES) {
          // Else a few bytes could unpack to millions of messages.
          if (unreadCount === 0) return "bad-message";
          lengthDigits.push(rest[0] ?? 0);
          rest = rest.subarray(1);
          if (lengthDigits.length < LENGTH_BYTES) continue;
          missingBytes = lengthDigits.reduce((length, digit) => length * 256 + digit, 0);
          if (missingBytes > maxMessageBytes) return "too-large";
        }
        const part = rest.subarray(0, missingBytes);
        rest = rest.subarray(part.length);
        missingBytes -= part.length;
        try {
          text += decoder.decode(part, { stream: missingBytes > 0 });
        } catch {
          return "bad-message";
        }
        if (missingBytes > 0) continue;
        const whole = text;
        text = "";
        lengthDigits = [];
        unreadCount -= 1;
        onMessage(whole);
      }
      return undefined;
    },
  };
}
