/** Evaluates the frozen subset of JSONLogic as the server does, gaps included: no `reduce`, never an error (docs/adr/0019). */
import { daysSince, missing, missingSome, PLAIN, valueOf } from "./operators";
import { isBag, truth } from "./values";

export type Rule = unknown;
type Evaluate = (rule: Rule, data: unknown, today: string) => unknown;
type Lazy = (given: unknown[], data: unknown, today: string) => unknown;
type Each = (items: unknown[], of: (item: unknown) => unknown) => unknown;

/** The rule's value over the data; `today` is what `days_since` counts to. */
export const evaluate: Evaluate = (rule, data, today) => {
  if (Array.isArray(rule)) return rule.map((one) => evaluate(one, data, today));
  const [entry, more] = isBag(rule) ? Object.entries(rule) : [];
  if (!entry || more) return rule;
  const [name, given] = entry;
  if (Object.hasOwn(LAZY, name)) return LAZY[name]!(Array.isArray(given) ? given : [given], data, today);
  if (Object.hasOwn(EACH, name)) return each(EACH[name]!, given, data, today);
  return WORDS.has(name) ? applied(name, operandsOf(name, given, data, today), data, today) : rule;
};

export const holds = (rule: Rule, data: unknown, today: string) => truth(evaluate(rule, data, today));

function applied(name: string, operands: unknown[], data: unknown, today: string): unknown {
  if (Object.hasOwn(LOOKS, name)) return LOOKS[name]!(operands, data);
  return name === "days_since" ? daysSince(operands, today) : PLAIN[name]!(operands);
}

function operandsOf(name: string, given: unknown, data: unknown, today: string): unknown[] {
  if (Array.isArray(given)) return given.map((one) => evaluate(one, data, today));
  const made = evaluate(given, data, today);
  return Array.isArray(made) && SPREAD.has(name) ? made : [made];
}

function each(word: Each, given: unknown, data: unknown, today: string): unknown {
  const [source = null, test = null] = Array.isArray(given) ? (given as unknown[]) : [given];
  const items = evaluate(source, data, today);
  return word(Array.isArray(items) ? items : [], (item) => evaluate(test, item, today));
}

const when: Lazy = (given, data, today) => {
  for (let at = 0; at + 1 < given.length; at += 2) if (holds(given[at], data, today)) return evaluate(given[at + 1], data, today);
  return given.length % 2 ? evaluate(given.at(-1), data, today) : null;
};

/** The first that ends it, else the last. */
const until = (ends: (value: unknown) => boolean): Lazy => (given, data, today) => {
  let last: unknown = null;
  for (const one of given) {
    last = evaluate(one, data, today);
    if (ends(last)) break;
  }
  return last;
};

const LAZY: Record<string, Lazy> = { if: when, "?:": when, and: until((value) => !truth(value)), or: until(truth) };
/** What looks at each item of a list in turn; the item is all that the inner rule sees. */
const EACH: Record<string, Each> = {
  map: (items, of) => items.map(of),
  filter: (items, of) => items.filter((item) => truth(of(item))),
  all: (items, of) => items.length > 0 && items.every((item) => truth(of(item))),
  none: (items, of) => !items.some((item) => truth(of(item))),
  some: (items, of) => items.some((item) => truth(of(item))),
};
const LOOKS: Record<string, (operands: unknown[], data: unknown) => unknown> = { var: valueOf, missing, missing_some: missingSome };
/** What takes a list that comes out of another operator for its operands. */
const SPREAD = new Set(["+", "*", "max", "min", "cat"]);
export const WORDS = new Set([...Object.keys(LAZY), ...Object.keys(EACH), ...Object.keys(LOOKS), ...Object.keys(PLAIN), "days_since"]);
