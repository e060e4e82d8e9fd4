/** A card as a picture: which words and lines stand where. Nothing in it that its page does not show. */
import { unbroken } from "./spark";

export interface PictureWords {
  place: string; name: string; figure: string; unit: string; isNone: boolean; hint: string;
  /** Of which time it is and when it was taken, who answers for it, and where it came from. */
  time: string; source: string;
  /** Goal, place among peers, what it is laid beside. */
  more: string[];
  /** Old, made up for a demonstration, corrected: in front of all else. */
  marks: string[];
  foot: string; spark: (number | null)[];
}
export interface TextOp { kind: "text"; text: string; x: number; y: number; size: number; weight: number; colour: keyof typeof COLOURS }
export interface BoxOp { kind: "box"; x: number; y: number; width: number; height: number; radius: number; colour: keyof typeof COLOURS }
export interface LineOp { kind: "line"; points: [number, number][]; colour: keyof typeof COLOURS; width: number }
export type Op = TextOp | BoxOp | LineOp;
export interface Picture { width: number; height: number; ops: Op[] }
/** How wide a text is, as it will be drawn. */
export type Measure = (text: string, size: number, weight: number) => number;

/** By day, whatever the phone wears: it goes to other people's screens and onto paper. */
export const COLOURS = { ground: "#f1f4f6", surface: "#ffffff", text: "#0f1a23", muted: "#455462", brand: "#0b4a75", brandSoft: "#e0edf7", warn: "#854700", warnSoft: "#fff0db" } as const;
export const WIDTH = 1080;
const EDGE = 64;
const INNER = WIDTH - 2 * EDGE;
const SPARK_HIGH = 180;
const LEAST = 56;
const UNIT = 52;

export function pictureOf(words: PictureWords, measure: Measure): Picture {
  const ops: Op[] = [];
  let y = EDGE;
  const say = (text: string, size: number, weight: number, colour: keyof typeof COLOURS, gap: number) => {
    for (const line of wrapped(text, INNER, (part) => measure(part, size, weight))) {
      y += size;
      ops.push({ kind: "text", text: line, x: EDGE, y, size, weight, colour });
      y += Math.round(size * 0.35);
    }
    y += gap;
  };
  if (words.marks.length) y = marks(ops, words.marks, y, measure);
  say(words.place, 40, 600, "muted", 4);
  say(words.name, 56, 700, "text", 24);
  y = figure(ops, words, y, measure);
  if (words.hint) say(words.hint, 36, 400, "muted", 8);
  // Where no figure is shown, neither is what was before it.
  if (!words.isNone) y = spark(ops, words.spark, y + 24);
  for (const one of words.more) say(one, 36, 500, "text", 0);
  y += 24;
  say(words.time, 34, 400, "muted", 0);
  say(words.source, 34, 400, "muted", 24);
  say(words.foot, 30, 600, "brand", 0);
  const height = y + EDGE - 24;
  return { width: WIDTH, height, ops: [box(0, 0, WIDTH, height, 0, "ground"), box(24, 24, WIDTH - 48, height - 48, 28, "surface"), ...ops] };
}

const box = (x: number, y: number, width: number, height: number, radius: number, colour: keyof typeof COLOURS): BoxOp => ({ kind: "box", x, y, width, height, radius, colour });

function marks(ops: Op[], texts: readonly string[], top: number, measure: Measure): number {
  let [x, y] = [EDGE, top];
  for (const text of texts) {
    const width = measure(text, 32, 700) + 40;
    if (x + width > WIDTH - EDGE && x > EDGE) [x, y] = [EDGE, y + 68];
    ops.push(box(x, y, width, 56, 28, "warnSoft"), { kind: "text", text, x: x + 20, y: y + 39, size: 32, weight: 700, colour: "warn" });
    x += width + 16;
  }
  return y + 56 + 20;
}

/** As large as it fits; a unit that has no room beside it goes below. */
function figure(ops: Op[], { figure: text, unit, isNone }: PictureWords, top: number, measure: Measure): number {
  let size = isNone ? 88 : 168;
  while (measure(text, size, 800) > INNER && size > LEAST) size -= 4;
  const y = top + size;
  ops.push({ kind: "text", text, x: EDGE, y, size, weight: 800, colour: isNone ? "muted" : "text" });
  if (!unit) return y + 32;
  const right = EDGE + measure(text, size, 800) + 20;
  const isBeside = right + measure(unit, UNIT, 600) <= WIDTH - EDGE;
  ops.push({ kind: "text", text: unit, x: isBeside ? right : EDGE, y: isBeside ? y : y + UNIT + 20, size: UNIT, weight: 600, colour: "text" });
  return (isBeside ? y : y + UNIT + 20) + 32;
}

/** A line that breaks where nothing is known. */
function spark(ops: Op[], values: readonly (number | null)[], top: number): number {
  const known = values.filter((value): value is number => value !== null);
  if (known.length < 2) return top - 24;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const at = (value: number, index: number): [number, number] => [
    EDGE + (index / (values.length - 1)) * INNER,
    top + (high === low ? SPARK_HIGH / 2 : (1 - (value - low) / (high - low)) * SPARK_HIGH),
  ];
  for (const piece of unbroken(values.map((value, index) => (value === null ? null : at(value, index))))) {
    const isDot = piece.length === 1;
    ops.push({ kind: "line", points: isDot ? [piece[0]!, piece[0]!] : piece, colour: "brand", width: isDot ? 12 : 6 });
  }
  return top + SPARK_HIGH + 40;
}

/** Chinese breaks anywhere, English between its words. */
export function wrapped(text: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const part of text.match(/[\w'.,:%/+−-]+\s*|\s+|./gu) ?? []) {
    if (line && measure((line + part).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = part.trimStart();
    } else line += part;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}
