/** DEFLATE (RFC 1951), unpacked at once: a code is 300 bytes, and a browser's own stream takes longer to begin than to end. */
import { refuse } from "./unreadable";

const LONGEST = 15;
/** Lengths and distances: where each begins, and how many bits more say which it is. */
const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** How many words of each length there are, and what they mean, the shortest first. */
interface Words { counts: Uint16Array; symbols: Uint16Array }

/** What came out, and how many bytes it took. Nothing longer than `most` is unpacked at all. */
export function inflate(data: Uint8Array, most: number): { whole: Uint8Array; end: number } {
  const inflating = new Inflating(data, most);
  return { whole: inflating.all(), end: inflating.at };
}

class Inflating {
  at = 0;
  private bits = 0;
  private held = 0;
  private size = 0;
  private readonly out: Uint8Array;
  constructor(private readonly data: Uint8Array, private readonly most: number) {
    this.out = new Uint8Array(most);
  }

  all(): Uint8Array {
    for (let isLast = false; !isLast;) {
      isLast = this.take(1) === 1;
      const kind = this.take(2);
      if (kind === 0) this.copy();
      else if (kind === 1) this.unpack(FIXED[0], FIXED[1]);
      else if (kind === 2) this.unpack(...this.described());
      else refuse("zlib");
    }
    return this.out.slice(0, this.size);
  }

  /** The next bits as a number, the lowest first. */
  private take(count: number): number {
    while (this.held < count) {
      this.bits |= (this.data[this.at++] ?? refuse("zlib")) << this.held;
      this.held += 8;
    }
    const found = this.bits & ((1 << count) - 1);
    this.bits >>>= count;
    this.held -= count;
    return found;
  }

  private put(byte: number): void {
    if (this.size >= this.most) refuse("zlib");
    this.out[this.size++] = byte;
  }

  /** As it is, from the next whole byte on. */
  private copy(): void {
    [this.bits, this.held] = [0, 0];
    const head = this.data.subarray(this.at, this.at + 4);
    const [one = 0, two = 0, three = 0, four = 0] = head;
    const length = one | (two << 8);
    this.at += 4 + length;
    if (head.length < 4 || length !== (~(three | (four << 8)) & 0xffff) || this.at > this.data.length) refuse("zlib");
    this.data.subarray(this.at - length, this.at).forEach((byte) => this.put(byte));
  }

  private unpack(letters: Words, distances: Words): void {
    for (let symbol = this.word(letters); symbol !== 256; symbol = this.word(letters)) {
      if (symbol < 256) this.put(symbol);
      else this.repeat(symbol - 257, distances);
    }
  }

  private repeat(symbol: number, distances: Words): void {
    const length = (LENGTHS[symbol] ?? refuse("zlib")) + this.take(LENGTH_BITS[symbol]!);
    const far = this.word(distances);
    const distance = (DISTANCES[far] ?? refuse("zlib")) + this.take(DISTANCE_BITS[far]!);
    if (distance > this.size) refuse("zlib");
    for (let done = 0; done < length; done += 1) this.put(this.out[this.size - distance]!);
  }

  /** Bit by bit: words of one length are numbers in a row. */
  private word({ counts, symbols }: Words): number {
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= LONGEST; length += 1) {
      code |= this.take(1);
      const count = counts[length]!;
      if (code - count < first) return symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return refuse("zlib");
  }

  /** The two lists of words, themselves packed by a third. */
  private described(): [Words, Words] {
    const [letters, distances, given] = [this.take(5) + 257, this.take(5) + 1, this.take(4) + 4];
    if (letters > 286 || distances > 30) refuse("zlib");
    const own = new Uint8Array(ORDER.length);
    for (let index = 0; index < given; index += 1) own[ORDER[index]!] = this.take(3);
    const lengths = this.lengths(words(own, false), letters + distances);
    // Without a word for its end it would have none.
    if (!lengths[256]) refuse("zlib");
    return [words(lengths.subarray(0, letters), true), words(lengths.subarray(letters), true)];
  }

  private lengths(by: Words, count: number): Uint8Array {
    const found = new Uint8Array(count);
    for (let at = 0; at < count;) {
      const symbol = this.word(by);
      if (symbol < 16) found[at++] = symbol;
      else {
        const [value, times] = this.again(symbol, found[at - 1]);
        if (at + times > count) refuse("zlib");
        found.fill(value, at, at + times);
        at += times;
      }
    }
    return found;
  }

  private again(symbol: number, before: number | undefined): [number, number] {
    if (symbol === 16) return [before ?? refuse("zlib"), 3 + this.take(2)];
    return [0, symbol === 17 ? 3 + this.take(3) : 11 + this.take(7)];
  }
}

/** No more words than there is room for; fewer only where a single one, or none, was wanted (`mayLack`). */
function words(lengths: Uint8Array, mayLack: boolean): Words {
  const counts = new Uint16Array(LONGEST + 1);
  lengths.forEach((length) => (counts[length]! += 1));
  const used = lengths.length - counts[0]!;
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length <= LONGEST; length += 1) {
    left = left * 2 - counts[length]!;
    if (left < 0) refuse("zlib");
  }
  if (left > 0 && !(mayLack && (used === 0 || (used === 1 && counts[1] === 1)))) refuse("zlib");
  const next = new Uint16Array(LONGEST + 2);
  for (let length = 1; length <= LONGEST; length += 1) next[length + 1] = next[length]! + counts[length]!;
  const symbols = new Uint16Array(used);
  lengths.forEach((length, symbol) => { if (length) symbols[next[length]!++] = symbol; });
  return { counts, symbols };
}

const fixed = Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8));
const FIXED = [words(fixed, false), words(new Uint8Array(32).fill(5), true)] as const;
