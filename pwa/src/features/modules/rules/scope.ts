/** What a rule sees of an entity: its fields, the values worked out of them, limits, its state, and which day it is. */
import { evaluate } from "./evaluate";
import { limitsOf, type Spec } from "./spec";
import type { Bag } from "./values";

/** A state, and the day that it came. */
export interface State { code: string | null; since: string | null }
export interface Entity { kind: string; data: Bag; created_on: string; state: State }
export const NO_STATE: State = { code: null, since: null };

/** Values are worked out in the order of the file: a later one may use those before it. */
export function scope(spec: Spec, { kind, data, created_on, state }: Entity, today: string, limits: Bag = limitsOf(spec)): Bag {
  const seen: Bag = { ...data, today, created_on, state: { code: state.code, since: state.since }, limit: limits };
  for (const [name, rule] of Object.entries(spec.entities[kind]?.values ?? {})) seen[name] = evaluate(rule, seen, today);
  return seen;
}
