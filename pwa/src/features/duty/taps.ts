/** What the taps on this phone mean before the server has seen them: optimistic, never lost, counted from when they were made. */
import type { DutyKind, MyDuty } from "@/platform/shapes";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SHIFT_MS = 12 * HOUR_MS;
/** Standby ends with the day as Beijing counts it. */
const BEIJING_MS = 8 * HOUR_MS;

export interface Place { area_code: string; area_name_zh: string; area_name_en: string; kinds: DutyKind[] }
interface Made { author: string | null; device_at: string; clock_offset_ms: number }
export interface InTap extends Made { op: "in"; id: string; kind: DutyKind; place: Omit<Place, "kinds">; position?: { lng_wgs84: number; lat_wgs84: number; accuracy_m: number } }
export interface OutTap extends Made { op: "out"; period_id: string }
export type Tap = InTap | OutTap;

/** What runs now, as the person sees it. */
export interface Running { id: string; kind: DutyKind; since: number; until: number; area_name_zh: string; area_name_en: string; pending: boolean }

export const madeAt = (tap: Pick<Made, "device_at" | "clock_offset_ms">) => Date.parse(tap.device_at) - tap.clock_offset_ms;

export function plannedEnd(kind: DutyKind, since: number): number {
  return kind === "duty" ? since + SHIFT_MS : (Math.floor((since + BEIJING_MS) / DAY_MS) + 1) * DAY_MS - BEIJING_MS;
}

/** Said as "midnight", where a clock would show the next day's date. */
export const endsAtMidnight = (until: number) => (until + BEIJING_MS) % DAY_MS === 0;

/** The server's word, then each tap that it has not seen, in order; what the clock has ended is over. */
export function runningNow(mine: MyDuty | null, taps: readonly Tap[], now: number): Running | null {
  const told = mine?.now;
  let running: Running | null = told
    ? { id: told.id, kind: told.kind, since: Date.parse(told.started_at), until: Date.parse(told.ends_at), area_name_zh: told.area_name_zh, area_name_en: told.area_name_en, pending: false }
    : null;
  for (const tap of taps) {
    if (tap.op === "out") running = running?.id === tap.period_id ? null : running;
    else running = { id: tap.id, kind: tap.kind, since: madeAt(tap), until: plannedEnd(tap.kind, madeAt(tap)), area_name_zh: tap.place.area_name_zh, area_name_en: tap.place.area_name_en, pending: true };
  }
  return running && running.until > now ? running : null;
}

/** The same tap, also after its place was added. */
export const same = (one: Tap, other: Tap) => one.op === other.op && one.device_at === other.device_at;

/** What is left once a tap has been taken; where the same duty ran already, from another phone, it is that one which is left later. */
export function settled(taps: readonly Tap[], taken: Tap, running?: string): Tap[] {
  const rest = taps.filter((tap) => !same(tap, taken));
  if (taken.op === "out" || !running || running === taken.id) return rest;
  return rest.map((tap) => (tap.op === "out" && tap.period_id === taken.id ? { ...tap, period_id: running } : tap));
}

/** A check-in that was refused takes its check-out along: there is nothing to leave. */
export function without(taps: readonly Tap[], gone: Tap): Tap[] {
  return taps.filter((tap) => !same(tap, gone) && !(gone.op === "in" && tap.op === "out" && tap.period_id === gone.id));
}

/** Whether the server's answer is final: then trying again changes nothing. */
export const isFinal = (status: number) => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);

/** How long ago, in whole hours and minutes. */
export function lasted(from: number, to: number): { h: number; m: number } {
  const minutes = Math.max(0, Math.floor((to - from) / 60_000));
  return { h: Math.floor(minutes / 60), m: minutes % 60 };
}
