/** Changes of a module's file: each gives a new one, and what belongs together goes along. */
import { choicesOf, freeName, ICONS, isAsked, MAKES, type Asked, type FieldSpec, type FormSpec, type Kind, type RuleSpec, type Spec, type StateSpec } from "./spec";

export const copy = <T>(one: T): T => JSON.parse(JSON.stringify(one)) as T;
const both = (zh = "", en = "") => ({ zh, en });

/** A new thing to be asked for: the field, and its place at the end of a page. */
export function withField(spec: Spec, form: string, page: number, as: Kind, label: { zh: string; en: string }): Spec {
  const made = copy(spec);
  const fields = made.entities[made.forms[form]!.for]!.fields;
  const name = freeName(Object.keys(fields), "field");
  fields[name] = fieldOf(as, label);
  made.forms[form]!.pages[page]!.widgets.push({ field: name, as });
  return made;
}

export function fieldOf(as: Kind, label: { zh: string; en: string }): FieldSpec {
  const field: FieldSpec = { label, schema: copy(MAKES[as]!()), personal: "none" };
  if (as === "choice" || as === "choices") field.words = { a: both("选项一", "First"), b: both("选项二", "Second") };
  return field;
}

/** Every form stops asking for it; a field that something else still names stays. */
export function withoutWidget(spec: Spec, form: string, page: number, at: number): Spec {
  const made = copy(spec);
  const [gone] = made.forms[form]!.pages[page]!.widgets.splice(at, 1);
  const kind = made.forms[form]!.for;
  if (gone && isAsked(gone) && !namedElsewhere(made, kind, gone.field)) delete made.entities[kind]!.fields[gone.field];
  return made;
}

function namedElsewhere(spec: Spec, kind: string, field: string): boolean {
  const entity = spec.entities[kind]!;
  const rest = { ...copy(spec), entities: { ...spec.entities, [kind]: { ...entity, fields: {} } } };
  return entity.label === field || JSON.stringify(rest).includes(`"${field}"`);
}

/** Up or down, over the edge of a page onto the next one. */
export function withMoved(spec: Spec, form: string, page: number, at: number, by: -1 | 1): Spec {
  const made = copy(spec);
  const pages = made.forms[form]!.pages;
  const to = at + by;
  const [widget] = pages[page]!.widgets.splice(at, 1);
  if (to >= 0 && to <= pages[page]!.widgets.length) pages[page]!.widgets.splice(to, 0, widget!);
  else if (by < 0) pages[page - 1]!.widgets.push(widget!);
  else pages[page + 1]!.widgets.unshift(widget!);
  made.forms[form]!.pages = pages.filter((one) => one.widgets.length);
  return made;
}

export const canMove = (form: FormSpec, page: number, at: number, by: -1 | 1) =>
  by < 0 ? at > 0 || page > 0 : at < form.pages[page]!.widgets.length - 1 || page < form.pages.length - 1;

export function withPage(spec: Spec, form: string, title: { zh: string; en: string }, note: { zh: string; en: string }): Spec {
  const made = copy(spec);
  made.forms[form]!.pages.push({ title, widgets: [{ note }] });
  return made;
}

/** The choices of a field with their words, in order; a choice keeps its value, a new one gets its own. */
export function withChoices(field: FieldSpec, words: [string, { zh: string; en: string }][]): FieldSpec {
  const made = copy(field);
  const values = words.map(([value]) => value);
  if (made.schema.type === "array") made.schema.items = { ...(made.schema.items as object), enum: values };
  else made.schema.enum = values;
  made.words = Object.fromEntries(words);
  return made;
}

export const newChoice = (field: FieldSpec) => freeName(choicesOf(field), "choice");

export function withState(spec: Spec, kind: string, words: { zh: string; en: string }): Spec {
  const made = copy(spec);
  const states = ((made.states ??= {})[kind] ??= {});
  const rules = ((made.rules ??= {})[kind] ??= []);
  const code = freeName(Object.keys(states), "state");
  const isFirst = !Object.keys(states).length;
  states[code] = { ...words, colour: isFirst ? "green" : "yellow", icon: isFirst ? "check" : "clock", level: isFirst ? 0 : Object.keys(states).length };
  const field = Object.keys(made.entities[kind]!.fields)[0]!;
  const rule: RuleSpec = { id: code, state: code, because: [{ when: isFirst ? true : { "!": [{ var: field }] }, say: { ...words } }] };
  // Nothing below a rule that always holds is reached.
  rules.splice(isFirst ? 0 : Math.max(rules.length - 1, 0), 0, rule);
  return made;
}

/** Its rules go along; the last one stays. */
export function withoutState(spec: Spec, kind: string, code: string): Spec {
  const made = copy(spec);
  delete made.states![kind]![code];
  made.rules![kind] = made.rules![kind]!.filter((rule) => rule.state !== code);
  made.tests = made.tests.filter((test) => test.for !== kind || test.then.state !== code);
  if (!Object.keys(made.states![kind]!).length) for (const part of [made.states!, made.rules!]) delete part[kind];
  for (const name of ["states", "rules"] as const) if (made[name] && !Object.keys(made[name]).length) delete made[name];
  return made;
}

export const inColour = (state: StateSpec, colour: string): StateSpec => ({ ...state, colour, icon: ICONS[colour] ?? state.icon });

export function withLimit(spec: Spec, label: { zh: string; en: string }): Spec {
  const made = copy(spec);
  const limits = (made.limits ??= {});
  limits[freeName(Object.keys(limits), "limit")] = { label, value: 7, min: 1, max: 30 };
  return made;
}

/** An example: what is known, and what has to come of it. */
export function withTest(spec: Spec, kind: string, title: string, today: string, data: Record<string, unknown>, state: string): Spec {
  const made = copy(spec);
  made.tests.push({ title, today, for: kind, given: { data, created_on: today }, then: { state } });
  return made;
}

export function withoutTest(spec: Spec, at: number): Spec {
  const made = copy(spec);
  made.tests.splice(at, 1);
  return made;
}

/** What is asked for, on whichever page. */
export const askedFor = (form: FormSpec): Asked[] => form.pages.flatMap((page) => page.widgets).filter(isAsked);
