/** Cases that may be of the same thing as this one. */
import { api, take } from "@/platform/api";
import type { Duplicate } from "@/platform/shapes";

export async function duplicatesOf(incident_id: string): Promise<Duplicate[]> {
  return (await take(api.GET("/api/incidents/{incident_id}/duplicates", { params: { path: { incident_id } } }))).items;
}
