/** What is to be done about an entity: which task, from when, until when, by whom, and to whom it climbs. */
import { dayOf, later } from "./days";
import { evaluate, holds } from "./evaluate";
import { scope, type Entity } from "./scope";
import { ofKind, type Spec, type TaskSpec } from "./spec";
import { number, type Bag } from "./values";

export interface Task { id: string; due_on: string; opens_on: string; assign: string; climbs_on: string | null; climbs_to: string | null }

/** Further off than that, either way, is no plan. */
const FARTHEST = 3_650;

/** The open tasks of an entity in its present state, those that open later included; the first due first. */
export function due(spec: Spec, entity: Entity, today: string, limits?: Bag): Task[] {
  const seen = scope(spec, entity, today, limits);
  const made = ofKind(spec.tasks, entity.kind).map((task) => taskOf(task, seen, entity, today)).filter((task) => task !== null);
  const key = ({ due_on, id }: Task) => `${due_on} ${id}`;
  return made.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function taskOf(task: TaskSpec, seen: Bag, entity: Entity, today: string): Task | null {
  if (!holds(task.when, seen, today)) return null;
  const start = dayOf(evaluate(task.due.from, seen, today)) ?? entity.created_on;
  const days = Math.trunc(number(evaluate(task.due.days, seen, today)) ?? 0);
  const due_on = later(start, Math.min(Math.max(days, -FARTHEST), FARTHEST));
  const opens_on = later(due_on, -(task.window ?? 0));
  if ("resolve_when" in task && holds(task.resolve_when, { ...seen, task: { due_on, opens_on } }, today)) return null;
  const climb = task.escalate;
  return { id: task.id, due_on, opens_on, assign: task.assign, climbs_on: climb ? later(due_on, climb.after) : null, climbs_to: climb?.to ?? null };
}
