/** Who is on an activity's roster, and what its host says of them: come, gone, served. */
import { api, named, take } from "@/platform/api";
import { clockOffset } from "@/platform/clock";
import type { RosterRow } from "@/platform/shapes";
import type { Verb } from "./attend";

const at = (activity_id: string) => ({ path: { activity_id } });

export const loadRoster = async (id: string): Promise<RosterRow[]> => (await take(api.GET("/api/activities/{activity_id}/roster", { params: at(id) }))).items;

/** The rows of a code that leads to the activity's page. */
export const loadPoster = (id: string): Promise<{ address: string; qr: string[] }> => take(api.GET("/api/activities/{activity_id}/poster", { params: at(id) }));

export async function tapFor(id: string, verb: Verb, person_id: string): Promise<void> {
  const body = { device_at: new Date().toISOString(), clock_offset_ms: Math.round(clockOffset()), person_id };
  if (verb === "check-in") await take(api.POST("/api/activities/{activity_id}/check-in", { params: at(id), body }));
  else await take(api.POST("/api/activities/{activity_id}/check-out", { params: at(id), body }));
}

export const settleHours = async (id: string, people: string[], accepted: boolean, note: string | null): Promise<RosterRow[]> =>
  (await take(api.POST("/api/activities/{activity_id}/hours", { params: { ...at(id), header: named() }, body: { people, accepted, note } }))).items;
