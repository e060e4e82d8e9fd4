/** A history as something to draw: where each figure lies, where the line breaks, and what stands at its side. */
import type { IndicatorPoint } from "@/platform/shapes";
import { follows, type Step } from "./periods";

export interface Dot { at: number; value: number; x: number; y: number; isCorrected: boolean }
export interface Drawn {
  /** The values at the side, the highest first. */
  marks: number[];
  dots: Dot[];
  /** One for each stretch without a hole. */
  lines: string[];
  /** Between two holes: no line shows them. */
  alone: Dot[];
  /** How high the goal lies. */
  goal: number | null;
}
/** The picture is so wide and high, whatever the screen makes of it. */
export const SIZE = 100;
const NICE = [1, 2, 2.5, 5, 10];
const PARTS = 3;
/** Counts that are not all alike begin at nought, unless that would press them flat. */
const FLAT = 0.6;
const NOTHING: Drawn = { marks: [], dots: [], lines: [], alone: [], goal: null };

export const timeOf = (point: IndicatorPoint) => Date.parse(point.starts_at ?? "");

/** Null is where nothing is known or nothing is shown; there, and where a period is missing, the line breaks. */
export function drawn(points: readonly IndicatorPoint[], step: Step, goal: number | null): Drawn {
  const known = points.flatMap((point) => (point.value === null ? [] : [{ at: timeOf(point), value: point.value, isCorrected: point.revision > 0 }]));
  if (!known.length) return NOTHING;
  const marks = marksOf([...known.map((one) => one.value), ...(goal === null ? [] : [goal])]);
  const [first, last] = [timeOf(points[0]!), timeOf(points.at(-1)!)];
  const high = (value: number) => round((1 - (value - marks.at(-1)!) / (marks[0]! - marks.at(-1)!)) * SIZE);
  const dots = known.map((one) => ({ ...one, x: last === first ? SIZE / 2 : round(((one.at - first) / (last - first)) * SIZE), y: high(one.value) }));
  const pieces = stretches(dots, step);
  const [lines, alone] = [pieces.filter((piece) => piece.length > 1), pieces.filter((piece) => piece.length === 1)];
  return { marks, dots, lines: lines.map(pathOf), alone: alone.flat(), goal: goal === null ? null : high(goal) };
}

/** Even figures that hold all values between them. */
export function marksOf(values: readonly number[]): number[] {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && low < high * FLAT) low = 0;
  if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  const step = nice((high - low) / PARTS);
  const bottom = Math.floor(low / step + 1e-9);
  const top = Math.max(bottom + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: top - bottom + 1 }, (_, index) => Number(((top - index) * step).toPrecision(12)));
}

function nice(rough: number): number {
  const size = 10 ** Math.floor(Math.log10(rough));
  return NICE.find((one) => one * size >= rough - 1e-12)! * size;
}

function stretches(dots: readonly Dot[], step: Step): Dot[][] {
  const made: Dot[][] = [];
  for (const dot of dots) {
    const before = made.at(-1)?.at(-1);
    if (before && follows(step, before.at, dot.at)) made.at(-1)!.push(dot);
    else made.push([dot]);
  }
  return made;
}

const pathOf = (dots: readonly Dot[]) => dots.map(({ x, y }, index) => `${index ? "L" : "M"}${x} ${y}`).join(" ");

/** The figure that a finger means. */
export const nearest = (dots: readonly Dot[], x: number): Dot | undefined =>
  dots.reduce<Dot | undefined>((best, dot) => (best && Math.abs(best.x - x) <= Math.abs(dot.x - x) ? best : dot), undefined);

const round = (value: number) => Math.round(value * 10) / 10;
