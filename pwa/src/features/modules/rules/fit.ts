/** Whether a value is as its field's JSON Schema asks: the keywords that fields are made of. What is not among them the server judges. */
import { dayOf } from "./days";
import { isBag, same, type Bag } from "./values";

type Check = (asked: never, value: never, schema: Bag) => boolean;

/** The keyword that speaks against the value; null where none does. */
export function unfit(schema: Bag, value: unknown): string | null {
  for (const [keyword, asked] of Object.entries(schema)) {
    const kind = OF[keyword];
    if (kind && isOf(kind, value) && !CHECKS[keyword]!(asked as never, value as never, schema)) return keyword;
  }
  return null;
}

type Kind = "any" | "string" | "number" | "array" | "object";

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === "any") return true;
  if (kind === "array") return Array.isArray(value);
  return kind === "object" ? isBag(value) : typeof value === kind;
}

function isType(type: string, value: unknown): boolean {
  if (type === "null") return value === null;
  if (type === "integer") return Number.isInteger(value);
  return isOf(type as Kind, value) || (type === "boolean" && typeof value === "boolean");
}

const OF: Record<string, Kind> = {
  type: "any", enum: "any", const: "any", minLength: "string", maxLength: "string", pattern: "string", format: "string",
  minimum: "number", maximum: "number", exclusiveMinimum: "number", exclusiveMaximum: "number", multipleOf: "number",
  items: "array", minItems: "array", maxItems: "array", uniqueItems: "array", properties: "object", required: "object", additionalProperties: "object",
};
const lengthOf = (text: string) => Array.from(text).length;
const CHECKS: Record<string, Check> = {
  type: (types: string | string[], value: unknown) => [types].flat().some((type) => isType(type, value)),
  enum: (values: unknown[], value: unknown) => values.some((one) => same(one, value)),
  const: (only: unknown, value: unknown) => same(only, value),
  minLength: (least: number, text: string) => lengthOf(text) >= least,
  maxLength: (most: number, text: string) => lengthOf(text) <= most,
  pattern: (pattern: string, text: string) => new RegExp(pattern, "u").test(text),
  format: (format: string, text: string) => format !== "date" || (text.length === 10 && dayOf(text) !== null),
  minimum: (least: number, value: number) => value >= least,
  maximum: (most: number, value: number) => value <= most,
  exclusiveMinimum: (least: number, value: number) => value > least,
  exclusiveMaximum: (most: number, value: number) => value < most,
  multipleOf: (of: number, value: number) => Number.isInteger(value / of),
  items: (schema: Bag, list: unknown[]) => list.every((one) => unfit(schema, one) === null),
  minItems: (least: number, list: unknown[]) => list.length >= least,
  maxItems: (most: number, list: unknown[]) => list.length <= most,
  uniqueItems: (asked: boolean, list: unknown[]) => !asked || list.every((one, at) => !list.slice(at + 1).some((other) => same(one, other))),
  properties: (known: Record<string, Bag>, bag: Bag) => Object.entries(known).every(([name, one]) => !Object.hasOwn(bag, name) || unfit(one, bag[name]) === null),
  required: (names: string[], bag: Bag) => names.every((name) => Object.hasOwn(bag, name)),
  additionalProperties: (asked: unknown, bag: Bag, schema: Bag) => asked !== false || Object.keys(bag).every((name) => Object.hasOwn((schema.properties as Bag | undefined) ?? {}, name)),
};
