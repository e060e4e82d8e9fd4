/** A signature: a name, and in the line below it, where a finger has drawn one, its path. The twin of the server's `signatures.py`. */
import type { Asked } from "./spec";
import { isBag, type Bag } from "./values";

export const [WIDE, HIGH] = [1000, 400];
const MOST = 6000;
const SHORTEST = 200;
const STROKE = "M(\\d{1,4}) (\\d{1,4})l(-?\\d{1,4} -?\\d{1,4}(?: -?\\d{1,4} -?\\d{1,4})*)";
const PATH = new RegExp(`^(?:${STROKE})+$`);
export type Point = [number, number];
export type SignFault = "module.signature_too_long" | "module.signature_too_short" | "module.signature_unreadable";

/** What was drawn, and the name above it. */
export function parted(said: string): { name: string; path: string } {
  const end = said.indexOf("\n");
  const path = end < 0 ? "" : said.slice(end + 1);
  return path.length <= MOST && PATH.test(path) ? { name: said.slice(0, end), path } : { name: said, path: "" };
}

/** A name alone, held for three seconds, is a signature as well. */
export function faultOf(said: string): SignFault | null {
  const end = said.indexOf("\n");
  if (end < 0) return null;
  const path = said.slice(end + 1);
  if (path.length > MOST) return "module.signature_too_long";
  if (!said.slice(0, end).trim() || !PATH.test(path)) return "module.signature_unreadable";
  const strokes = [...path.matchAll(new RegExp(STROKE, "g"))].map(pointsOf);
  if (strokes.flat().some(([x, y]) => x < 0 || x > WIDE || y < 0 || y > HIGH)) return "module.signature_unreadable";
  return strokes.reduce((sum, points) => sum + lengthOf(points), 0) < SHORTEST ? "module.signature_too_short" : null;
}

/** Of one, or of those in the items of a list: the first fault. */
export function signFault(widget: Asked, value: unknown): SignFault | null {
  if (widget.as === "signature") return typeof value === "string" ? faultOf(value) : null;
  if (widget.as !== "list" || !Array.isArray(value)) return null;
  const found = (widget.items ?? []).flatMap((one) => value.filter(isBag).map((item) => signFault(one, item[one.field])));
  return found.find((one) => one !== null) ?? null;
}

/** Has nobody signed anew? No hand draws the same twice; a name alone is the same each time. */
export const isAgain = (widget: Asked, value: unknown, known: unknown): boolean => widget.as === "signature" && typeof value === "string" && value.includes("\n") && value === known;

/** What the field's schema is about: names without drawings. */
export function namedOnly(widget: Asked, value: unknown): unknown {
  if (widget.as === "signature" && typeof value === "string") return value.split("\n", 1)[0];
  if (widget.as !== "list" || !Array.isArray(value)) return value;
  const inner = new Map((widget.items ?? []).filter((one) => one.as === "signature").map((one) => [one.field, one]));
  const bare = (item: Bag) => Object.fromEntries(Object.entries(item).map(([name, one]) => [name, inner.has(name) ? namedOnly(inner.get(name)!, one) : one]));
  return value.map((item: unknown) => (isBag(item) ? bare(item) : item));
}

/** As it is sent: whole numbers, step by step; points that say little are left out, the more the longer it is. */
export function pathOf(strokes: Point[][]): string {
  for (let apart = 4; ; apart *= 1.5) {
    const path = strokes.map((points) => strokeOf(thinned(points.map(onSheet), apart))).join("");
    if (path.length <= MOST) return path;
  }
}

const onSheet = ([x, y]: Point): Point => [Math.min(Math.max(Math.round(x), 0), WIDE), Math.min(Math.max(Math.round(y), 0), HIGH)];
const far = ([x, y]: Point, [before, above]: Point) => Math.hypot(x - before, y - above);
const lengthOf = (points: Point[]) => points.slice(1).reduce((sum, point, at) => sum + far(point, points[at]!), 0);

function thinned(points: Point[], apart: number): Point[] {
  const kept = points.slice(0, 1);
  for (const point of points.slice(1)) if (far(point, kept.at(-1)!) >= apart) kept.push(point);
  return kept;
}

function strokeOf([first, ...rest]: Point[]): string {
  if (!first || !rest.length) return "";
  const steps = rest.map(([x, y], at) => [x - (at ? rest[at - 1]! : first)[0], y - (at ? rest[at - 1]! : first)[1]].join(" "));
  return `M${first[0]} ${first[1]}l${steps.join(" ")}`;
}

function pointsOf([, x, y, steps]: RegExpMatchArray): Point[] {
  const numbers = steps!.split(" ").map(Number);
  const points: Point[] = [[Number(x), Number(y)]];
  for (let at = 0; at < numbers.length; at += 2) points.push([points.at(-1)![0] + numbers[at]!, points.at(-1)![1] + numbers[at + 1]!]);
  return points;
}
