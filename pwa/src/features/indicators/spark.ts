/** A row of figures as a line: where there is none, the line has a gap. */
export const WIDE = 100;
export const HIGH = 28;
/** Room for the line's own width. */
const EDGE = 3;

type Point = [x: number, y: number];

/** The stretches between nothing and nothing, each of one or more. */
export function unbroken<P>(row: readonly (P | null)[]): P[][] {
  const pieces: P[][] = [[]];
  for (const one of row) {
    if (one === null) pieces.push([]);
    else pieces.at(-1)!.push(one);
  }
  return pieces.filter((piece) => piece.length);
}

/** The pieces of the line, each of one point or more, and where the last figure lies. */
export function sparkOf(values: readonly (number | null)[]): { pieces: Point[][]; last: Point | null } {
  const known = values.filter((value): value is number => value !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const step = (WIDE - 2 * EDGE) / Math.max(1, values.length - 1);
  const heightOf = (value: number) => (most === least ? HIGH / 2 : HIGH - EDGE - ((value - least) / (most - least)) * (HIGH - 2 * EDGE));
  const pieces = unbroken(values.map((value, index): Point | null => (value === null ? null : [tidy(EDGE + index * step), tidy(heightOf(value))])));
  return { pieces, last: pieces.at(-1)?.at(-1) ?? null };
}

const tidy = (number: number) => Math.round(number * 10) / 10;

/** A path that also shows a single point, as a dot as wide as the line. */
export const pathOf = (piece: readonly Point[]): string => `M${piece.map((point) => point.join(" ")).join("L")}${piece.length === 1 ? "h0" : ""}`;
