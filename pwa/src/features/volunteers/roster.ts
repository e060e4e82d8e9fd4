/** Who is on an activity's roster, and what its host says of them: come, gone, served. */
import { api, named, take } from "@/platform/api";
import { clockOffset } from "@/platform/clock";
import type { Activity, RosterRow } from "@/platform/shapes";
import type { Verb } from "./attend";
import { dateOf, momentOf } from "./form";

const at = (activity_id: string) => ({ path: { activity_id } });

export const loadRoster = async (id: string): Promise<RosterRow[]> => (await take(api.GET("/api/activities/{activity_id}/roster", { params: at(id) }))).items;

/** The rows of a code that leads to the activity's page. */
export const loadPoster = (id: string): Promise<{ address: string; qr: string[] }> => take(api.GET("/api/activities/{activity_id}/poster", { params: at(id) }));

export async function tapFor(id: string, verb: Verb, person_id: string): Promise<void> {
  const body = { device_at: new Date().toISOString(), clock_offset_ms: Math.round(clockOffset()), person_id };
  if (verb === "check-in") await take(api.POST("/api/activities/{activity_id}/check-in", { params: at(id), body }));
  else await take(api.POST("/api/activities/{activity_id}/check-out", { params: at(id), body }));
}

const CONFIRM_MS = 72 * 3_600_000;

/** Nobody tapped for whoever came without a phone: once it is over the host writes it down, as long as hours are confirmed. */
export const canEnter = (activity: Activity, row: RosterRow, me: string, now: number): boolean =>
  activity.state === "published" && !row.in_at && (row.state === "signed_up" || row.state === "missed") && row.person_id !== me
  && now > Date.parse(activity.ends_at) && now <= Date.parse(activity.ends_at) + CONFIRM_MS;

const EARLY_MS = 3_600_000;

/** The clock's time on the day on which it began; of a night's activity that may be the day after. */
export function cameAt(starts: number, time: string): Date {
  const came = momentOf(dateOf(starts), time);
  if (came.getTime() < starts - EARLY_MS) came.setDate(came.getDate() + 1);
  return came;
}

export interface Entered { person_id: string; in_at: string; out_at: string; reason: string }
export const enterByHand = async (id: string, body: Entered): Promise<RosterRow[]> =>
  (await take(api.POST("/api/activities/{activity_id}/attendance", { params: { ...at(id), header: named() }, body }))).items;

export const settleHours = async (id: string, people: string[], accepted: boolean, note: string | null): Promise<RosterRow[]> =>
  (await take(api.POST("/api/activities/{activity_id}/hours", { params: { ...at(id), header: named() }, body: { people, accepted, note } }))).items;
