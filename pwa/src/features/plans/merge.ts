/** Two people changed the same plan: what only one of them changed is taken from him, and where both did, mine stands. */
import type { PlanContent } from "@/platform/shapes";

export interface Merged { content: PlanContent; /** Fields that both changed, each in another way. */ clashes: string[] }
type Plain = Record<string, unknown>;

export const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

export function merge(base: PlanContent, mine: PlanContent, theirs: PlanContent): Merged {
  const clashes: string[] = [];
  const content = mergeValue("", base, mine, theirs, clashes) as PlanContent;
  return { content, clashes };
}

function mergeValue(path: string, base: unknown, mine: unknown, theirs: unknown, clashes: string[]): unknown {
  if (same(mine, theirs) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  if (isPlain(base) && isPlain(mine) && isPlain(theirs)) return mergeFields(path, base, mine, theirs, clashes);
  // A list is one decision: half of each would be a list that nobody wrote.
  clashes.push(path);
  return mine;
}

function mergeFields(path: string, base: Plain, mine: Plain, theirs: Plain, clashes: string[]): Plain {
  const merged: Plain = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const value = mergeValue(path ? `${path}.${key}` : key, base[key], mine[key], theirs[key], clashes);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

const isPlain = (value: unknown): value is Plain => typeof value === "object" && value !== null && !Array.isArray(value);

/** The database keeps no order of fields, so neither does a comparison. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => (isPlain(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner)) ?? "";
}
