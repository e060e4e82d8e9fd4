/** The steps by which people acknowledged, as a path to draw, and what two orders side by side amount to. */
import type { Comparison } from "@/platform/shapes";

export interface Box { width: number; height: number }

/** Moments stand at even distances: the first minute matters as much as the half hour after it. */
export function xOf(index: number, count: number, { width }: Box): number {
  return ((index + 1) / count) * width;
}

/** Rises at each moment and stays level until the next; ends where nothing is known yet. */
export function stepPath(shares: readonly (number | null)[], box: Box): string {
  const y = (value: number) => round(box.height * (1 - value));
  let path = `M0 ${box.height}`;
  for (const [index, value] of shares.entries()) {
    if (value === null) break;
    path += ` H${round(xOf(index, shares.length, box))} V${y(value)}`;
  }
  return path;
}

/** Where the line ends: its last known moment, or nowhere. */
export function endOf(shares: readonly (number | null)[], box: Box): { x: number; y: number } | null {
  const last = lastKnown(shares);
  return last < 0 ? null : { x: round(xOf(last, shares.length, box)), y: round(box.height * (1 - shares[last]!)) };
}

export interface Verdict {
  /** seconds since each was sent */
  moment: number;
  now: number;
  then: number;
  /** percentage points; above 0: faster than the drill */
  points: number;
  /** handed over so many seconds sooner than in the drill; null: one of them was not timed */
  sooner: number | null;
}

/** At the last moment that both have reached. */
export function verdict({ moments, order, drill }: Comparison): Verdict | null {
  if (!drill) return null;
  const last = Math.min(lastKnown(order.shares), lastKnown(drill.shares));
  if (last < 0) return null;
  const [now, then] = [order.shares[last]!, drill.shares[last]!];
  const timed = order.seconds_to_accepted !== null && drill.seconds_to_accepted !== null;
  return {
    moment: moments[last]!, now, then, points: Math.round((now - then) * 100),
    sooner: timed ? Math.round((drill.seconds_to_accepted! - order.seconds_to_accepted!) * 10) / 10 : null,
  };
}

function lastKnown(shares: readonly (number | null)[]): number {
  const next = shares.findIndex((value) => value === null);
  return (next < 0 ? shares.length : next) - 1;
}

const round = (value: number) => Math.round(value * 10) / 10;
