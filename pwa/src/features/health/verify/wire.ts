/** From the text of a QR code to bytes: Base45 (RFC 9285), then zlib; neither step eats the memory. */
import { refuse } from "./unreadable";

/** A QR code of version 40 has room for so many. */
const MOST_TEXT = 4_296;
const MOST_BYTES = 16 * 1024;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function without(prefix: string, text: string): string {
  return text.startsWith(prefix) && text.length <= MOST_TEXT ? text.slice(prefix.length) : refuse("prefix");
}

export function fromBase45(text: string): Uint8Array<ArrayBuffer> {
  if (!text || text.length % 3 === 1) refuse("base45");
  const found: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const [c = -1, d = -1, e] = [...text.slice(at, at + 3)].map((letter) => ALPHABET.indexOf(letter));
    if (c < 0 || d < 0 || (e !== undefined && e < 0)) refuse("base45");
    const value = c + d * 45 + (e ?? 0) * 2_025;
    if (value > (e === undefined ? 0xff : 0xffff)) refuse("base45");
    if (e !== undefined) found.push(value >> 8);
    found.push(value & 0xff);
  }
  return new Uint8Array(found);
}

/** The whole of one stream, and nothing behind it: some browsers would not say so, its checksum does. */
export async function inflated(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      parts.push(next.value);
      size += next.value.length;
      if (size > MOST_BYTES) {
        void reader.cancel().catch(() => {});
        refuse("zlib");
      }
    }
  } catch {
    refuse("zlib");
  }
  const whole = joined(parts, size);
  return data.length > 4 && adler32(whole) === new DataView(data.buffer).getUint32(data.length - 4) ? whole : refuse("zlib");
}

function joined(parts: Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function adler32(data: Uint8Array): number {
  let [one, two] = [1, 0];
  for (const byte of data) {
    one = (one + byte) % 65_521;
    two = (two + one) % 65_521;
  }
  return two * 65_536 + one;
}
