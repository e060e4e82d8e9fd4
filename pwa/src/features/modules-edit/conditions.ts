/** Conditions as a clerk chooses them, and the rules that they are: what cannot be said in choices is left as it was written. */
import { choicesOf, type FieldSpec, type Rule } from "./spec";

export const SIGNS = ["is", "is_not", "more", "less", "known", "unknown", "yes", "no", "has"] as const;
export type Sign = (typeof SIGNS)[number];
/** `days`: the field is a day, and so many have passed since. */
export interface Condition { field: string; sign: Sign; value: string | number; days?: boolean }
export interface Conditions { join: "and" | "or"; of: Condition[] }

type Fields = Record<string, FieldSpec>;
const one = (rule: Rule): [string, unknown[]] | null => {
  if (typeof rule !== "object" || rule === null || Array.isArray(rule)) return null;
  const entries = Object.entries(rule as Record<string, unknown>);
  return entries.length === 1 ? [entries[0]![0], Array.isArray(entries[0]![1]) ? (entries[0]![1] as unknown[]) : [entries[0]![1]]] : null;
};
const fieldOf = (rule: unknown): { field: string; days: boolean } | null => {
  const said = one(rule);
  if (said?.[0] === "var" && typeof said[1][0] === "string" && said[1].length === 1) return { field: said[1][0], days: false };
  const inner = said?.[0] === "days_since" ? fieldOf(said[1][0]) : null;
  return inner && { ...inner, days: true };
};
const SAID: Record<string, Sign> = { "==": "is", "===": "is", "!=": "is_not", "!==": "is_not", ">": "more", "<": "less" };

/** Null where choices cannot say the same. */
export function read(rule: Rule): Conditions | null {
  const said = one(rule);
  if (said && (said[0] === "and" || said[0] === "or")) {
    const of = said[1].map(readOne);
    return of.every((condition) => condition !== null) ? { join: said[0], of: of as Condition[] } : null;
  }
  const single = readOne(rule);
  return single && { join: "and", of: [single] };
}

function readOne(rule: Rule): Condition | null {
  const said = one(rule);
  if (!said) return null;
  const [word, operands] = said;
  const plain = fieldOf(rule);
  if (plain && !plain.days) return { field: plain.field, sign: "yes", value: "" };
  if (word === "!" || word === "!!") {
    const about = fieldOf(operands[0]);
    return about && !about.days ? { field: about.field, sign: word === "!" ? "unknown" : "known", value: "" } : null;
  }
  if (word === "in") {
    const about = fieldOf(operands[1]);
    return about && typeof operands[0] === "string" ? { field: about.field, sign: "has", value: operands[0] } : null;
  }
  const about = fieldOf(operands[0]);
  const value = operands[1];
  if (!about || operands.length !== 2 || !(word in SAID)) return null;
  if (typeof value === "boolean" && SAID[word] === "is") return { field: about.field, sign: value ? "yes" : "no", value: "" };
  if (typeof value !== "string" && typeof value !== "number") return null;
  return { field: about.field, sign: SAID[word]!, value, ...(about.days ? { days: true } : {}) };
}

export function written({ join, of }: Conditions, fields: Fields): Rule {
  const rules = of.map((condition) => writtenOne(condition, fields[condition.field]));
  return rules.length === 1 ? rules[0] : { [join]: rules };
}

function writtenOne({ field, sign, value, days }: Condition, of?: FieldSpec): Rule {
  const said = days ? { days_since: { var: field } } : { var: field };
  if (sign === "known") return { "!!": [said] };
  if (sign === "unknown") return { "!": [said] };
  if (sign === "yes" || sign === "no") return { "===": [said, sign === "yes"] };
  if (sign === "has") return { in: [String(value), said] };
  const worth = days || of?.schema.type === "number" || of?.schema.type === "integer" ? Number(value) : value;
  return { [{ is: "==", is_not: "!=", more: ">", less: "<" }[sign]]: [said, worth] };
}

/** What can be asked about a field of its kind. */
export function signsFor(field?: FieldSpec, days = false): Sign[] {
  if (days) return ["more", "less", "is"];
  const type = field?.schema.type;
  if (type === "boolean") return ["yes", "no", "unknown"];
  if (type === "number" || type === "integer") return ["more", "less", "is", "is_not", "known", "unknown"];
  if (type === "array") return choicesOf(field).length ? ["has", "known", "unknown"] : ["known", "unknown"];
  return choicesOf(field).length ? ["is", "is_not", "known", "unknown"] : ["known", "unknown", "is"];
}

export const needsValue = (sign: Sign) => !["known", "unknown", "yes", "no"].includes(sign);
export const isDay = (field?: FieldSpec) => field?.schema.format === "date";
/** The first thing that one could ask about a field. */
export const begun = (field: string, of?: FieldSpec): Condition => (isDay(of) ? { field, sign: "more", value: 7, days: true } : { field, sign: signsFor(of)[0]!, value: choicesOf(of)[0] ?? (of?.schema.type === "number" || of?.schema.type === "integer" ? 0 : "") });

/** Whether chosen conditions hold for what was filled in so far; what cannot be chosen counts as holding. */
export function holds(rule: Rule, data: Record<string, unknown>): boolean {
  const said = read(rule);
  if (!said) return true;
  const each = said.of.map((one) => holdsOne(one, data[one.field] ?? null));
  return said.join === "or" ? each.some(Boolean) : each.every(Boolean);
}

const DAY_MS = 86_400_000;
function holdsOne({ sign, value, days }: Condition, known: unknown): boolean {
  const isEmpty = known === null || known === "" || (Array.isArray(known) && !known.length);
  if (sign === "known") return !isEmpty;
  if (sign === "unknown") return isEmpty;
  if (sign === "yes" || sign === "no") return known === (sign === "yes");
  if (sign === "has") return Array.isArray(known) && known.includes(value);
  if (sign === "is_not") return known !== value;
  // A comparison with nothing is false.
  if (isEmpty) return false;
  const worth = days ? Math.floor((Date.now() - Date.parse(String(known))) / DAY_MS) : known;
  if (sign === "is") return worth === (days ? Number(value) : value);
  return sign === "more" ? Number(worth) > Number(value) : Number(worth) < Number(value);
}
