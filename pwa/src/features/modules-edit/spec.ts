/** What the editor changes of a module's file; what it does not know it leaves as it is. */
export interface Both { zh: string; en: string }
export type Rule = unknown;
export type Kind = "text" | "long_text" | "phone" | "number" | "date" | "choice" | "choices" | "yes_no" | "photo" | "gps" | "qr" | "signature" | "list";
export interface FieldSpec {
  label: Both; schema: Record<string, unknown>; personal: string; index?: boolean; required?: boolean; unit?: Both; words?: Record<string, Both>;
  items?: Record<string, FieldSpec>; widget?: Kind; from?: string;
}
export interface Asked { field: string; as: Kind; hint?: Both; show_if?: Rule; require_if?: Rule; prefill?: Rule; items?: Asked[] }
export interface Said { note: Both; show_if?: Rule }
export type Widget = Asked | Said;
export interface FormPage { title: Both; widgets: Widget[] }
export interface FormSpec { for: string; title: Both; creates?: boolean; roles?: string[]; pages: FormPage[]; sets?: Record<string, Rule> }
export interface StateSpec extends Both { colour: string; icon: string; level: number }
export interface Reason { when: Rule; say: Both }
export interface RuleSpec { id: string; state: string; when?: Rule; because: Reason[] }
export interface Limit { label: Both; unit?: Both; value: number; min: number; max: number }
export interface Given { data: Record<string, unknown>; created_on?: string }
export interface TestSpec { title: string; today: string; for: string; given: Given | Given[]; when?: unknown; then: Record<string, unknown> }
export interface Entity { title: Both; label: string; source?: string; fields: Record<string, FieldSpec>; values?: Record<string, Rule> }
export interface Spec {
  id: string; version: number; title: Both; owner: Both; about: Both; icon: string; limits?: Record<string, Limit>;
  entities: Record<string, Entity>; forms: Record<string, FormSpec>; states?: Record<string, Record<string, StateSpec>>; rules?: Record<string, RuleSpec[]>;
  tests: TestSpec[];
}

export const isAsked = (widget: Widget): widget is Asked => "field" in widget;
export const COLOURS = ["green", "blue", "yellow", "orange", "red", "grey"] as const;
export const ICONS: Record<string, string> = { green: "check", blue: "info", yellow: "clock", orange: "warning", red: "stop", grey: "minus" };
export const PERSONAL = ["none", "name", "contact", "home", "identity", "health", "minor"] as const;

/** Which values a way of asking makes; lists and places keep what they have. */
const PLACE = {
  type: "object", required: ["lng_wgs84", "lat_wgs84"], additionalProperties: false,
  properties: { lng_wgs84: { type: "number", minimum: -180, maximum: 180 }, lat_wgs84: { type: "number", minimum: -90, maximum: 90 }, accuracy_m: { type: "number", minimum: 0 } },
};
export const MAKES: Partial<Record<Kind, () => Record<string, unknown>>> = {
  text: () => ({ type: "string", maxLength: 120 }),
  long_text: () => ({ type: "string", maxLength: 500 }),
  phone: () => ({ type: "string", pattern: "^\\+?[0-9][0-9 -]{4,23}$" }),
  qr: () => ({ type: "string", maxLength: 200 }),
  signature: () => ({ type: "string", minLength: 1, maxLength: 60 }),
  number: () => ({ type: "number" }),
  date: () => ({ type: "string", format: "date" }),
  yes_no: () => ({ type: "boolean" }),
  choice: () => ({ type: "string", enum: ["a", "b"] }),
  choices: () => ({ type: "array", items: { type: "string", enum: ["a", "b"] } }),
  photo: () => ({ type: "array", items: { type: "string", pattern: "^[0-9a-f]{64}$" }, maxItems: 6 }),
  gps: () => PLACE,
};
/** What somebody may add who writes no file. */
export const ADDED = Object.keys(MAKES) as Kind[];
export const NAME = /^[a-z][a-z0-9_]{0,39}$/;

export function freeName(taken: Iterable<string>, begin: string): string {
  const names = new Set(taken);
  let number = 1;
  while (names.has(`${begin}_${number}`)) number += 1;
  return `${begin}_${number}`;
}

/** The values that a field may be chosen from. */
export const choicesOf = (field?: FieldSpec): string[] => ((field?.schema.enum ?? (field?.schema.items as { enum?: string[] } | undefined)?.enum ?? []) as string[]);
