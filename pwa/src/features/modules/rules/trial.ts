/** Runs a module's own tests, as the server's `trial.py` does: what came of each one's given and when. */
import { fillIn } from "./forms";
import { figures, measure, type Figure } from "./indicators";
import { NO_STATE, type Entity, type State } from "./scope";
import { limitsOf, ofKind, type Spec } from "./spec";
import { decide } from "./states";
import { due } from "./tasks";
import type { Bag } from "./values";

interface Given { data: Bag; created_on?: string; state?: { code: string; since: string } }
export interface Test { title: string; today: string; for: string; limit?: Bag; given: Given | Given[]; when?: { form: string; data: Bag }; then: Bag }

const entityOf = (test: Test, { data, created_on, state }: Given): Entity => ({ kind: test.for, data, created_on: created_on ?? test.today, state: state ?? NO_STATE });

export function run(spec: Spec, test: Test): Bag {
  const limits = { ...limitsOf(spec), ...test.limit };
  if (Array.isArray(test.given)) return { indicators: measured(spec, test, test.given, limits) };
  const before = entityOf(test, test.given);
  const filled = test.when && fillIn(spec, spec.forms[test.when.form]!, before, test.when.data, test.today, limits);
  const refused = [...new Set(filled?.faults.map((fault) => fault.field))].sort();
  const entity = filled && !refused.length ? { ...before, data: filled.data } : before;
  const verdict = decide(spec, entity, test.today, limits);
  const after = { ...entity, state: verdict.state };
  const tasks = due(spec, after, test.today, limits).map(({ id, due_on }) => [id, due_on]);
  return {
    rule: verdict.rule, state: verdict.state.code, why: verdict.why, data: entity.data, refused,
    tasks: Object.fromEntries(tasks) as Bag, told: told(spec, entity.kind, before.state, verdict.state), indicators: {},
  };
}

/** Staying in a state tells nobody anything. */
function told(spec: Spec, kind: string, was: State, now: State): string[] {
  if (was.code === now.code) return [];
  return ofKind(spec.notifications, kind).filter((one) => now.code !== null && one.states.includes(now.code)).map((one) => one.id);
}

function measured(spec: Spec, test: Test, given: Given[], limits: Bag): Bag {
  const each = given.map((one) => {
    const entity = entityOf(test, one);
    return figures(spec, { ...entity, state: decide(spec, entity, test.today, limits).state }, test.today, limits);
  });
  return Object.fromEntries((spec.indicators ?? []).map((one) => [one.id, measure(one.kind, each.map((some) => some[one.id]).filter((figure): figure is Figure => figure !== undefined))]));
}
