/** CBOR from strangers: measured before it is decoded, so that nothing deep, endless or doubtful is opened at all. */
import { decode, encode, Tagged } from "cborg";
import { refuse } from "./unreadable";

const MOST_DEEP = 12;
const MOST_ITEMS = 1_000;
/** Text dates, seconds, COSE_Sign1, CWT: what standards put into such codes. */
const TAGS = [0, 1, 18, 61];
const SIMPLE = [20, 21, 22, 23, 25, 26, 27];
const INDEFINITE = 31;
const BREAK = 0xff;

export type Labels = Map<unknown, unknown>;
export const isBytes = (value: unknown): value is Uint8Array<ArrayBuffer> => value instanceof Uint8Array;
export const isLabels = (value: unknown): value is Labels => value instanceof Map;

/** One item and nothing behind it. */
export function loads(data: Uint8Array): unknown {
  if (new Measure(data).item(0, 0) !== data.length) refuse("cbor");
  try {
    return decode(data, { useMaps: true, tags: Tagged.preserve(...TAGS) });
  } catch {
    return refuse("cbor");
  }
}

export const dumps = (value: unknown): Uint8Array<ArrayBuffer> => encode(value);

export function untagged(value: unknown, ...tags: number[]): unknown {
  return tags.reduce((inner, tag) => (inner instanceof Tagged && inner.tag === tag ? inner.value : inner), value);
}

/** Walks over the items without building any. */
class Measure {
  private left = MOST_ITEMS;
  constructor(private readonly data: Uint8Array) {}

  /** Where the item that begins here ends. */
  item(start: number, depth: number): number {
    this.left -= 1;
    if (depth > MOST_DEEP || this.left < 0) refuse("cbor");
    const { major, info, argument, at } = this.head(start);
    const isEndless = info === INDEFINITE;
    if (major === 4 || major === 5) return this.members(at, depth, major === 5 ? 2 : 1, isEndless ? null : argument);
    if (major === 7) return SIMPLE.includes(info) ? at : refuse("cbor");
    if (isEndless) refuse("cbor");
    if (major < 2) return at;
    if (major === 6) return TAGS.includes(argument) ? this.item(at, depth + 1) : refuse("cbor");
    return this.skip(at, argument);
  }

  private head(at: number): { major: number; info: number; argument: number; at: number } {
    const first = this.byte(at);
    const [major, info] = [first >> 5, first & 31];
    if (info < 24 || info === INDEFINITE) return { major, info, argument: info, at: at + 1 };
    if (info > 27) refuse("cbor");
    const end = this.skip(at + 1, 1 << (info - 24));
    const argument = this.data.subarray(at + 1, end).reduce((sum, byte) => sum * 256 + byte, 0);
    return { major, info, argument, at: end };
  }

  private members(start: number, depth: number, width: number, count: number | null): number {
    let at = start;
    if (count !== null && count > MOST_ITEMS) refuse("cbor");
    for (let done = 0; count === null ? this.byte(at) !== BREAK : done < count; done += 1) {
      for (let member = 0; member < width; member += 1) at = this.item(at, depth + 1);
    }
    return count === null ? at + 1 : at;
  }

  private skip(at: number, size: number): number {
    return at + size <= this.data.length ? at + size : refuse("cbor");
  }

  private byte(at: number): number {
    return this.data[at] ?? refuse("cbor");
  }
}
