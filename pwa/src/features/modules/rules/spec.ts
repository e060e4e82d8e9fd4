/** A module as the server tells it: its parts, and the few questions everybody asks of them. */
import type { Rule } from "./evaluate";
import type { Bag } from "./values";

export interface Both { zh: string; en: string }
export type WidgetKind = "text" | "long_text" | "phone" | "number" | "date" | "choice" | "choices" | "yes_no" | "photo" | "gps" | "qr" | "signature" | "list";
export interface FieldSpec {
  label: Both; personal: string; required?: boolean; index?: boolean; unit?: Both; widget?: WidgetKind;
  schema: Bag; words?: Record<string, Both>; items?: Record<string, FieldSpec>;
}
export interface Asked { field: string; as: WidgetKind; hint?: Both; show_if?: Rule; require_if?: Rule; prefill?: Rule; items?: Asked[] }
export interface Said { note: Both; show_if?: Rule }
export type Widget = Asked | Said;
export interface FormPage { title: Both; widgets: Widget[] }
export interface FormSpec { for: string; title: Both; creates?: boolean; roles?: string[]; pages: FormPage[]; sets?: Record<string, Rule> }
export interface StateSpec extends Both { colour: string; icon: string; level: number }
export interface StateRule { id: string; state: string; when?: Rule; because: { when: Rule; say: Both }[] }
export interface TaskSpec {
  id: string; for: string; title: Both; form?: string; when: Rule; due: { from: Rule; days: Rule }; window?: number; assign: string;
  resolve_when?: Rule; escalate?: { after: number; to: string }; dismiss?: ({ id: string } & Both)[];
}
export interface IndicatorSpec { id: string; for: string; title: Both; unit: Both; kind: "count" | "percent" | "median"; among?: Rule; where?: Rule; value?: Rule }
export interface NoticeSpec { id: string; for: string; states: string[]; to: string[]; say: Record<"zh" | "en", { title: string; body: string }> }
export interface EntitySpec { title: Both; label: string; place?: string; fields: Record<string, FieldSpec>; values?: Record<string, Rule> }
export interface Spec {
  id: string; version: number; icon: string; title: Both; owner: Both; about: Both;
  limits?: Record<string, { label: Both; unit?: Both; value: number }>;
  entities: Record<string, EntitySpec>; forms: Record<string, FormSpec>;
  states?: Record<string, Record<string, StateSpec>>; rules?: Record<string, StateRule[]>;
  tasks?: TaskSpec[]; indicators?: IndicatorSpec[]; notifications?: NoticeSpec[];
  permissions: { read: string[]; write: string[]; by_hand: string[] };
}

export const isAsked = (widget: Widget): widget is Asked => "field" in widget;
export const widgetsOf = (form: FormSpec): Widget[] => form.pages.flatMap((page) => page.widgets);
export const limitsOf = (spec: Spec): Bag => Object.fromEntries(Object.entries(spec.limits ?? {}).map(([name, { value }]) => [name, value]));
export const ofKind = <T extends { for: string }>(parts: T[] | undefined, kind: string): T[] => (parts ?? []).filter((one) => one.for === kind);

/** JSON sorts names on its way: values are worked out, and everything is shown, in the order of the file. */
export function inOrderOf(spec: Spec, values: Record<string, string[]>, sequence: Record<string, string[]>): Spec {
  const entities = mapped(spec.entities, (kind, entity) => ({ ...entity, fields: sorted(entity.fields, sequence[`fields.${kind}`]), values: sorted(entity.values ?? {}, values[kind]) }));
  const states = mapped(spec.states ?? {}, (kind, known) => sorted(known, sequence[`states.${kind}`]));
  return { ...spec, entities, states, forms: sorted(spec.forms, sequence.forms), limits: sorted(spec.limits ?? {}, sequence.limits) };
}

const mapped = <T>(bag: Record<string, T>, act: (name: string, one: T) => T): Record<string, T> => Object.fromEntries(Object.entries(bag).map(([name, one]) => [name, act(name, one)]));

function sorted<T>(bag: Record<string, T>, names: string[] = []): Record<string, T> {
  const known = names.filter((name) => Object.hasOwn(bag, name));
  return Object.fromEntries([...known, ...Object.keys(bag).filter((name) => !known.includes(name))].map((name) => [name, bag[name]!]));
}

/** The JSON Schema of a field; a list has the fields of its items. */
export function schemaOf({ schema, items }: FieldSpec): Bag {
  if (!items) return schema;
  const properties = Object.fromEntries(Object.entries(items).map(([name, one]) => [name, schemaOf(one)]));
  const required = Object.keys(items).filter((name) => items[name]!.required);
  return { ...schema, items: { type: "object", properties, required, additionalProperties: false } };
}
