/** What a value is worth to an operator: true or not, which number, and whether two are alike. The twin of the server's `values.py`. */

/** No figure of the field is larger, and what is no number is not smaller. */
const LARGEST = 1e300;
const NUMBER = /^[ \t\n\r]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(e[+-]?[0-9]+)?[ \t\n\r]*$/i;

export type Bag = Record<string, unknown>;
export const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null && !Array.isArray(value);

/** Empty lists and texts are false, as everywhere in JSONLogic; "0" and an object are true. */
export const truth = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value));

/** The number that a value is, or that a text says; null for everything else, also for null. */
export function number(value: unknown): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number") return tidy(value);
  return typeof value === "string" && NUMBER.test(value) ? tidy(Number(value)) : null;
}

/** What is no number is null, and there is one zero. */
export function tidy(value: number | null): number | null {
  if (value === null || !(Math.abs(value) < LARGEST)) return null;
  return value === 0 ? 0 : value;
}

/** As `===`, inside of lists and objects as well: true is not 1. */
export function same(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) return left.length === right.length && left.every((one, at) => same(one, right[at]));
  if (isBag(left) && isBag(right)) {
    const names = Object.keys(left);
    return names.length === Object.keys(right).length && names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]));
  }
  if (typeof left === "number" && typeof right === "number") return number(left) === number(right);
  return left === right;
}

/** As `==`: "1" is 1; null is nothing but null. */
export function alike(left: unknown, right: unknown): boolean {
  const isPlain = (value: unknown) => ["boolean", "number", "string"].includes(typeof value);
  if (typeof left === typeof right || !(isPlain(left) && isPlain(right))) return same(left, right);
  return number(left) !== null && number(left) === number(right);
}

/** -1, 0 or 1; null where the two cannot be compared, as null with anything. */
export function inOrder(left: unknown, right: unknown): number | null {
  if (typeof left === "string" && typeof right === "string") return textOrder(left, right);
  const [first, second] = [number(left), number(right)];
  return first === null || second === null ? null : Math.sign(first - second);
}

/** By characters, where this language goes by halves of the rare ones. */
function textOrder(left: string, right: string): number {
  const [first, second] = [Array.from(left), Array.from(right)];
  for (let at = 0; at < Math.min(first.length, second.length); at++) {
    const apart = first[at]!.codePointAt(0)! - second[at]!.codePointAt(0)!;
    if (apart) return Math.sign(apart);
  }
  return Math.sign(first.length - second.length);
}

/** How a value reads inside a text. */
export function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join(",");
  if (typeof value === "number") return plain(tidy(value));
  return typeof value === "string" || typeof value === "boolean" ? String(value) : "";
}

/** 1e-7 and 0.0000001 are one number: it is written out. */
function plain(value: number | null): string {
  if (value === null) return "";
  const [, sign, whole, part = "", power] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))!;
  if (power === undefined) return String(value);
  const at = whole!.length + Number(power);
  const digits = whole! + part;
  return sign + (at > 0 ? digits.padEnd(at, "0") : `0.${"0".repeat(-at)}${digits}`);
}
