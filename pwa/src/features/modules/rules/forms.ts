/** What a filled-in form makes of an entity: what was asked and shown is taken, checked and written over what was. */
import { evaluate, holds } from "./evaluate";
import { unfit } from "./fit";
import { scope, type Entity } from "./scope";
import { isAgain, namedOnly, signFault, type SignFault } from "./signatures";
import { isAsked, schemaOf, widgetsOf, type Asked, type FormSpec, type Spec } from "./spec";
import type { Bag } from "./values";

/** `detail`: the keyword of the schema that speaks against it. */
export interface Fault { field: string; code: "module.field_not_asked" | "module.field_required" | "module.field_unfit" | SignFault; detail: string }
export interface Filled { data: Bag; faults: Fault[] }

const askedBy = (form: FormSpec) => new Map(widgetsOf(form).filter(isAsked).map((widget): [string, Asked] => [widget.field, widget]));
const without = (data: Bag): Bag => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null && value !== undefined));

/** Null takes a value back; what the form does not show is neither asked for nor taken; each time is signed anew. */
export function fillIn(spec: Spec, form: FormSpec, entity: Entity, given: Bag, today: string, limits?: Bag): Filled {
  const fields = spec.entities[form.for]!.fields;
  const asked = askedBy(form);
  const faults: Fault[] = Object.keys(given).filter((name) => !asked.has(name)).map((field) => ({ field, code: "module.field_not_asked", detail: "" }));
  const told = Object.fromEntries(Object.entries(given).filter(([name, value]) => asked.has(name) && !isAgain(asked.get(name)!, value, entity.data[name])));
  const seen = scope(spec, { ...entity, data: { ...entity.data, ...told } }, today, limits);
  const shown = [...asked.values()].filter((widget) => holds(widget.show_if ?? true, seen, today));
  const taken: Bag = Object.fromEntries(shown.filter(({ field }) => Object.hasOwn(told, field)).map(({ field }) => [field, told[field]]));
  const data: Bag = { ...entity.data, ...taken };
  for (const widget of shown) {
    // What another has signed before is nobody's signature now.
    const [value, field] = [(widget.as === "signature" ? taken : data)[widget.field] ?? null, fields[widget.field]!];
    // The schema of a signature is of its name; what was drawn has limits of its own.
    const detail = value === null ? null : unfit(schemaOf(field), namedOnly(widget, value));
    const drawn = value === null || detail ? null : signFault(widget, value);
    if (value === null && isRequired(spec, form, widget, seen, today)) faults.push({ field: widget.field, code: "module.field_required", detail: "" });
    if (detail) faults.push({ field: widget.field, code: "module.field_unfit", detail });
    if (drawn) faults.push({ field: widget.field, code: drawn, detail: "" });
  }
  const sets = Object.entries(form.sets ?? {}).map(([name, rule]) => [name, evaluate(rule, scope(spec, { ...entity, data }, today, limits), today)]);
  return { data: without({ ...data, ...Object.fromEntries(sets) as Bag }), faults };
}

export const isRequired = (spec: Spec, form: FormSpec, { field, require_if }: Asked, seen: Bag, today: string) =>
  Boolean(spec.entities[form.for]!.fields[field]?.required) || holds(require_if ?? false, seen, today);

/** What a form shows before anybody has typed: what is known, else what its widgets suggest; never another's signature. */
export function prefilled(spec: Spec, form: FormSpec, entity: Entity, today: string, limits?: Bag): Bag {
  const seen = scope(spec, entity, today, limits);
  const known: Bag = {};
  for (const { field, as, prefill } of askedBy(form).values()) if (as !== "signature") known[field] = entity.data[field] ?? (prefill === undefined ? null : evaluate(prefill, seen, today));
  return without(known);
}
