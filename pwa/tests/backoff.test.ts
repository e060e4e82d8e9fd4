/** Waiting grows, never without end, and the server's word comes first. */
import { expect, test } from "vitest";
import { backoff, retryAfter } from "@/platform/backoff";

test("waits double up to the limit, half of each at random", () => {
  const least = [1, 2, 3, 9].map((tries) => backoff(tries, { random: () => 0 }));
  const most = [1, 2, 3, 9].map((tries) => backoff(tries, { random: () => 1 }));
  expect(least).toEqual([1_000, 2_000, 4_000, 30_000]);
  expect(most).toEqual([2_000, 4_000, 8_000, 60_000]);
});

test("Retry-After is read as seconds and as a date", () => {
  const now = Date.parse("2026-03-01T00:00:00Z");
  expect(retryAfter("7", now)).toBe(7_000);
  expect(retryAfter("Sun, 01 Mar 2026 00:00:30 GMT", now)).toBe(30_000);
  expect(retryAfter("soon", now)).toBeNull();
  expect(retryAfter(null, now)).toBeNull();
});
