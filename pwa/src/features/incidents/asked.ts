/** What is asked of the list of cases, as it stands in the address: back, a link and another phone find the same again. */
import type { IncidentFilters, IncidentState } from "@/platform/shapes";

/** The queues, and all there is. */
export type View = "desk" | "unit" | "check" | "all";
/** A state, or all of those that are still open or have ended. */
export type StateAsked = IncidentState | "open" | "ended";
export type Deadline = NonNullable<IncidentFilters["deadline"]>;
export interface Narrowing { q: string; deadline: Deadline | ""; state: StateAsked | ""; category: string; area: string; urgent: boolean; mine: boolean }
export interface Asked extends Narrowing { view: View }
type Query = Record<string, unknown>;

export const DEADLINES: Deadline[] = ["overdue", "today", "week"];
const OPEN = ["pending", "verified", "accepted", "registered", "dispatched", "handling", "returned", "rework", "suspended", "handled", "checking"] as const;
const ENDED = ["closed", "not_accepted", "not_registered", "cancelled", "merged"] as const;
const STATES: Record<View, readonly StateAsked[]> = {
  desk: ["pending", "verified", "accepted", "registered", "returned"], unit: ["dispatched", "handling", "rework"], check: ["handled", "checking"],
  all: ["open", "ended", ...OPEN, ...ENDED],
};
export const statesOf = (view: View) => STATES[view];
export const nothing = (): Narrowing => ({ q: "", deadline: "", state: "", category: "", area: "", urgent: false, mine: false });

/** What stands in an address that somebody typed or that is old counts only as far as it makes sense. */
export function askedFrom(query: Query, views: readonly View[]): Asked {
  const said = (name: string) => (typeof query[name] === "string" ? query[name].trim() : "");
  const view = views.find((one) => one === said("in")) ?? views[0]!;
  return {
    view, q: said("q").slice(0, 50), category: said("category").slice(0, 16), area: /^\d{6,15}$/.test(said("area")) ? said("area") : "",
    deadline: DEADLINES.find((one) => one === said("deadline")) ?? "", state: STATES[view].find((one) => one === said("state")) ?? "",
    urgent: said("urgent") === "true", mine: said("unit") === "mine",
  };
}

/** The shortest address that means the same. */
export function addressOf({ view, mine, urgent, ...words }: Asked, views: readonly View[]): Record<string, string> {
  const said = Object.entries(words).filter(([, value]) => value);
  return { ...(view === views[0] ? {} : { in: view }), ...Object.fromEntries(said), ...(urgent ? { urgent: "true" } : {}), ...(mine ? { unit: "mine" } : {}) };
}

/** As the server takes it; `own`: who only handles sees what his units have. */
export function filtersOf({ view, state, urgent, mine, ...words }: Asked, own = false): IncidentFilters {
  const group = state === "open" || state === "ended" ? state : view === "all" ? undefined : view;
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value));
  return { ...given, ...(group ? { group } : {}), ...(state && group !== state ? { state: state as IncidentState } : {}), ...(urgent ? { urgent } : {}), ...(mine || own ? { unit: "mine" } : {}) };
}

/** A list that was kept as the server takes it, back as it is asked for here. */
export function askedOf({ group, state, unit, urgent, ...words }: IncidentFilters, views: readonly View[]): Asked {
  const view = views.find((one) => one === group) ?? (views.includes("all") ? "all" : views[0]!);
  const ofGroup = group === "open" || group === "ended" ? group : "";
  return askedFrom({ ...words, in: view, state: state ?? ofGroup, ...(urgent ? { urgent: "true" } : {}), ...(unit ? { unit } : {}) }, views);
}

const NAMES = ["q", "deadline", "urgent", "state", "category", "area", "mine"] as const;
/** What narrows it, in the order in which it is shown. */
export const narrowedBy = (asked: Narrowing) => NAMES.filter((name) => asked[name]);
/** Queues stand by what is due first, everything else by what came last. */
export const orderOf = ({ view, state }: Asked) => (view === "all" && state !== "open" ? ("newest" as const) : ("due" as const));
