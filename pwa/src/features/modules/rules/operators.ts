/** The operators of the frozen subset that take their operands evaluated. The twin of the server's `operators.py`. */
import { dayOf, daysBetween } from "./days";
import { alike, inOrder, isBag, number, same, tidy, truth, words } from "./values";

export const NOTHING = Symbol("nothing");
const LONGEST = 9;

/** What lies at a dotted path, or NOTHING. */
export function look(path: unknown, data: unknown): unknown {
  if (path === null || path === undefined || path === "") return data;
  let found = data;
  for (const part of words(path).split(".")) {
    if (Array.isArray(found)) found = /^[0-9]+$/.test(part) && part.length <= LONGEST && Number(part) < found.length ? found[Number(part)] : NOTHING;
    else found = isBag(found) && Object.hasOwn(found, part) ? found[part] : NOTHING;
    if (found === NOTHING) return NOTHING;
  }
  return found;
}

export function valueOf([path = null, otherwise = null]: unknown[], data: unknown): unknown {
  if (typeof path === "object" && path !== null) return otherwise;
  const found = look(path, data);
  return found === NOTHING || found === null || found === undefined ? otherwise : found;
}

export function missing(operands: unknown[], data: unknown): unknown[] {
  const names = Array.isArray(operands[0]) ? (operands[0] as unknown[]) : operands;
  return names.filter((name) => [null, ""].includes(valueOf([name], data) as null));
}

export function missingSome([enough = null, names = null]: unknown[], data: unknown): unknown[] {
  if (!Array.isArray(names)) return [];
  const absent = missing([names], data);
  return names.length - absent.length >= (number(enough) ?? 0) ? [] : absent;
}

/** Whole days from a date or a moment to today; less than 0 for what is to come. */
export function daysSince([said]: unknown[], today: string): number | null {
  const day = dayOf(said);
  return day === null ? null : daysBetween(day, today);
}

type Plain = (operands: unknown[]) => unknown;

const folded = (fold: (left: number, right: number) => number, start?: number): Plain => (operands) => {
  const numbers = operands.map(number);
  if (numbers.includes(null) || (start === undefined && !numbers.length)) return null;
  const known = numbers as number[];
  return tidy(start === undefined ? known.reduce(fold) : known.reduce(fold, start));
};

const minus: Plain = (operands) => {
  const one = folded((left, right) => left - right)(operands) as number | null;
  return one !== null && operands.length === 1 ? tidy(-one) : one;
};

/** Of those that are numbers: a date that is missing is not the latest. */
const ofMost = (choose: (left: number, right: number) => number): Plain => (operands) => {
  const numbers = operands.map(number).filter((one) => one !== null);
  return numbers.length ? tidy(numbers.reduce((left, right) => choose(left, right))) : null;
};

/** Each operand against the next; with three it says that the second lies between. */
const ordered = (fits: (order: number) => boolean): Plain => (operands) => {
  const orders = operands.slice(1).map((one, at) => inOrder(operands[at], one));
  return orders.length > 0 && orders.every((order) => order !== null && fits(order));
};

const pair = (judge: (left: unknown, right: unknown) => boolean, inverted = false): Plain => ([left = null, right = null]) => judge(left, right) !== inverted;

const within: Plain = ([what = null, where = null]) => {
  if (typeof where === "string") return typeof what === "string" && where.includes(what);
  return Array.isArray(where) && where.some((one) => same(what, one));
};

const cut: Plain = ([text = null, start = null, length = null]) => {
  const [said, begin] = [Array.from(words(text)), Math.trunc(number(start) ?? 0)];
  const rest = begin < 0 ? said.slice(Math.max(begin, -said.length)) : said.slice(begin);
  return (length === null ? rest : rest.slice(0, Math.trunc(number(length) ?? 0))).join("");
};

const length: Plain = ([of]) => (Array.isArray(of) ? of.length : typeof of === "string" ? Array.from(of).length : null);

export const PLAIN: Record<string, Plain> = {
  "==": pair(alike), "!=": pair(alike, true), "===": pair(same), "!==": pair(same, true),
  "!": ([of = null]) => !truth(of), "!!": ([of = null]) => truth(of),
  "<": ordered((order) => order < 0), "<=": ordered((order) => order <= 0), ">": ordered((order) => order > 0), ">=": ordered((order) => order >= 0),
  "+": folded((left, right) => left + right, 0), "*": folded((left, right) => left * right, 1), "-": minus,
  "/": folded((left, right) => left / right), "%": folded((left, right) => left % right),
  max: ofMost(Math.max), min: ofMost(Math.min),
  cat: (operands) => operands.map(words).join(""), substr: cut, in: within,
  merge: (operands) => operands.flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [one])), length,
};
