/** Rows as this phone knows them: what the server said, with the forms that wait here laid over it, in the colour of today. */
import { moduleOf, sealedForm } from "@/offline/modules-forms";
import type { KeptRow } from "@/offline/modules-db";
import type { Item } from "@/offline/outbox";
import type { EntityHeld, EntityTask } from "@/platform/shapes";
import { dayAt } from "./rules/days";
import { fillIn } from "./rules/forms";
import { NO_STATE, type Entity } from "./rules/scope";
import type { Spec } from "./rules/spec";
import { decide } from "./rules/states";
import { due } from "./rules/tasks";
import type { Bag } from "./rules/values";

/** `waiting`: so many forms about it are still here; a new one has no kept row. */
export interface LocalRow extends EntityHeld { waiting: number; read_at: number | null }

/** What the server has not taken, or has taken since the row was read; `saved`: when each row was written, as the server says. */
export function pendingOf(items: Item[], module: string, saved: Map<string, string>): Item[] {
  const isIn = ({ record_id, reply }: Item) => reply !== undefined && Date.parse(saved.get(record_id) ?? "") >= Date.parse(reply.recorded_at);
  return items.filter((item) => item.kind === "module_form" && !["refused", "handed"].includes(item.status) && moduleOf(item) === module && !isIn(item));
}

/** What a phone lays over a row that it has read. */
export function overlaid(spec: Spec, kept: KeptRow, forms: Item[], today: string, now: number): LocalRow {
  const { row, read_at } = kept;
  const data = forms.reduce((known, item) => filled(spec, row.kind, row.created_on, known, item), row.data as Bag);
  return worked(spec, { ...row, data }, today, now, forms.length, read_at);
}

/** What was begun on this phone, before the server has heard of it. */
export function begun(spec: Spec, forms: Item[], place: { name_zh: string; name_en: string }, today: string, now: number): LocalRow | null {
  const first = forms[0] && sealedForm(forms[0]);
  const form = first && spec.forms[first.form];
  if (!first || !form) return null;
  const data = forms.reduce((known, item) => filled(spec, form.for, today, known, item), {} as Bag);
  const row: EntityHeld = {
    id: first.entity_id, module: spec.id, kind: form.for, label: "", version: spec.version, area_code: first.area_code ?? "", area_name_zh: place.name_zh, area_name_en: place.name_en,
    state: null, state_since: null, why: {}, is_by_hand: false, place: null, fields: {}, saved_at: first.device_at, data, hidden: [], rule: null, rule_state: null, rule_since: null,
    created_on: today, source_id: null, by_hand: null, tasks: [], photos: [], may_fill: Object.keys(spec.forms).filter((name) => spec.forms[name]!.for === form.for && !spec.forms[name]!.roles), may_set_by_hand: false,
  };
  return worked(spec, row, today, now, forms.length, null);
}

/** As on the server: `today` in a form is the day of its tap, however late it arrives. */
function filled(spec: Spec, kind: string, created_on: string, data: Bag, item: Item): Bag {
  const said = sealedForm(item);
  const form = spec.forms[said.form];
  if (!form || form.for !== kind) return data;
  const entity: Entity = { kind, data, created_on, state: NO_STATE };
  return fillIn(spec, form, entity, said.data, dayAt(Date.parse(said.device_at) - said.clock_offset_ms)).data;
}

function worked(spec: Spec, row: EntityHeld, today: string, now: number, waiting: number, read_at: number | null): LocalRow {
  const data = row.data as Bag;
  const before: Entity = { kind: row.kind, data, created_on: row.created_on, state: { code: row.rule_state, since: row.rule_since } };
  const verdict = decide(spec, before, today);
  // What was set by hand stands until its moment.
  const isByHand = row.by_hand !== null && Date.parse(row.by_hand.until) > now;
  const [state, state_since, why] = isByHand ? [row.state, row.state_since, row.why] : [verdict.state.code, sinceOf(row, verdict.state.code, today), verdict.why as Record<string, string>];
  const label = data[spec.entities[row.kind]!.label];
  return {
    ...row, data, state, state_since, why, is_by_hand: isByHand, by_hand: isByHand ? row.by_hand : null, rule: verdict.rule,
    label: typeof label === "string" && label ? label.split("\n", 1)[0]! : row.label, place: (data[spec.entities[row.kind]!.place ?? ""] ?? row.place) as EntityHeld["place"],
    tasks: tasksOf(spec, { ...before, state: { code: state, since: state_since } }, row.tasks, today), waiting, read_at,
  };
}

const sinceOf = (row: EntityHeld, code: string | null, today: string) => (code === row.state ? (row.state_since ?? today) : today);

/** One that was put aside stays so until it is due on another day. */
function tasksOf(spec: Spec, entity: Entity, before: EntityTask[], today: string): EntityTask[] {
  return due(spec, entity, today).map(({ id, ...task }) => {
    const known = before.find((one) => one.task === id && one.due_on === task.due_on);
    return { task: id, ...task, dismissed_at: known?.dismissed_at ?? null, dismissed_why: known?.dismissed_why ?? null };
  });
}
