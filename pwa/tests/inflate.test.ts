/// <reference types="node" />
/** Unpacking a code at once: as zlib does it, whatever it was packed by, and never more than a code may hold. */
import { constants, deflateSync, inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { Unreadable } from "@/features/health/verify/unreadable";
import { inflated } from "@/features/health/verify/wire";

const MOST = 16 * 1024;
const plain = (data: Uint8Array) => Buffer.from(data).toString("hex");
const packed = (data: Uint8Array, level: number, strategy: number = constants.Z_DEFAULT_STRATEGY) => new Uint8Array(deflateSync(data, { level, strategy }));

/** The same numbers on every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) / 0x7fffffff;
}

/** Of so many letters: few repeat, many do not. */
function made(size: number, letters: number, seed: number): Uint8Array {
  const next = random(seed);
  return Uint8Array.from({ length: size }, () => Math.floor(next() * letters));
}

const SIZES = [0, 1, 2, 57, 300, 4_096, MOST];
const STRATEGIES = { usual: constants.Z_DEFAULT_STRATEGY, fixed: constants.Z_FIXED, runs: constants.Z_RLE, words: constants.Z_HUFFMAN_ONLY };

test.each(Object.entries(STRATEGIES))("what zlib has packed comes out again: %s", (_, strategy) => {
  for (const size of SIZES) for (const letters of [1, 2, 16, 256]) for (const level of [0, 1, 9]) {
    const data = made(size, letters, size + letters + level);
    expect(plain(inflated(packed(data, level, strategy)))).toBe(plain(data));
  }
});

/** As the server does: the whole of one stream and nothing behind it, or nothing at all. */
function byZlib(data: Uint8Array): string | null {
  try {
    const { buffer, engine } = inflateSync(data, { info: true, maxOutputLength: MOST }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return engine.bytesWritten === data.length ? buffer.toString("hex") : null;
  } catch {
    return null;
  }
}

function byUs(data: Uint8Array): string | null {
  try {
    return plain(inflated(data));
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

test("whatever is done to it, it is refused where zlib refuses it", () => {
  const next = random(7);
  const whole = [packed(made(300, 256, 1), 9), packed(made(600, 8, 2), 9), packed(made(200, 40, 3), 9, constants.Z_FIXED), packed(made(90, 256, 4), 0)];
  for (let round = 0; round < 4_000; round += 1) {
    const data = Uint8Array.from(whole[round % whole.length]!);
    for (let times = 0; times <= round % 3; times += 1) data[Math.floor(next() * data.length)]! ^= 1 << Math.floor(next() * 8);
    const cut = round % 5 === 0 ? data.subarray(0, Math.floor(next() * data.length)) : data;
    expect(byUs(cut)).toBe(byZlib(cut));
  }
});

test("one byte too many behind it, or too much inside it, is refused", () => {
  const code = packed(made(300, 256, 5), 9);
  expect(byUs(Uint8Array.from([...code, 0]))).toBeNull();
  expect(byUs(packed(new Uint8Array(MOST + 1), 9))).toBeNull();
  expect(byUs(new Uint8Array())).toBeNull();
});
