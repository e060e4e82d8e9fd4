/** Who stands behind a report that came through a city's other app; the server tells the desk of the place alone. */
import { api, take } from "@/platform/api";
import type { Incident, Origin } from "@/platform/shapes";

/** By whose word a case can come from outside; of the others there is nothing to ask. */
const OUTSIDE: Incident["source"][] = ["hotline", "resident", "property", "camera", "sensor"];
export const mayBeOutside = (incident: Incident) => OUTSIDE.includes(incident.source);

export async function originOf(incident_id: string): Promise<Origin | null> {
  return (await take(api.GET("/api/open311/reports/{incident_id}", { params: { path: { incident_id } } }))).origin;
}
