/** From the text of a QR code to bytes: Base45 (RFC 9285), then zlib; neither step eats the memory. */
import { inflate } from "./inflate";
import { refuse } from "./unreadable";

/** A QR code of version 40 has room for so many. */
const MOST_TEXT = 4_296;
const MOST_BYTES = 16 * 1024;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

export function without(prefix: string, text: string): string {
  return text.startsWith(prefix) && text.length <= MOST_TEXT ? text.slice(prefix.length) : refuse("prefix");
}

const VALUES = new Map([...ALPHABET].map((letter, value) => [letter.charCodeAt(0), value]));
const valueAt = (text: string, at: number): number => VALUES.get(text.charCodeAt(at)) ?? refuse("base45");

export function fromBase45(text: string): Uint8Array {
  if (!text || text.length % 3 === 1) refuse("base45");
  const found = new Uint8Array(Math.floor((text.length * 2) / 3));
  let size = 0;
  for (let at = 0; at < text.length; at += 3) {
    const isPair = at + 2 < text.length;
    const value = valueAt(text, at) + valueAt(text, at + 1) * 45 + (isPair ? valueAt(text, at + 2) * 2_025 : 0);
    if (value > (isPair ? 0xffff : 0xff)) refuse("base45");
    if (isPair) found[size++] = value >> 8;
    found[size++] = value & 0xff;
  }
  return found.subarray(0, size);
}

/** The whole of one stream, and nothing behind it, as its checksum says. */
export function inflated(data: Uint8Array): Uint8Array {
  const [method = 0, flags = 0] = data;
  // Deflate with a window of 32 KB at most, and no dictionary that both sides would have to know.
  if (data.length < 8 || (method & 15) !== 8 || method >> 4 > 7 || ((method << 8) | flags) % 31 || flags & 32) refuse("zlib");
  const { whole, end } = inflate(data.subarray(2), MOST_BYTES);
  if (data.length !== end + 6) refuse("zlib");
  return adler32(whole) === new DataView(data.buffer, data.byteOffset).getUint32(end + 2) ? whole : refuse("zlib");
}

function adler32(data: Uint8Array): number {
  let [one, two] = [1, 0];
  for (const byte of data) {
    one = (one + byte) % 65_521;
    two = (two + one) % 65_521;
  }
  return two * 65_536 + one;
}
