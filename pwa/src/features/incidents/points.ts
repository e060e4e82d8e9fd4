/** The cases of a list as points: what the map shows, and the one of them that somebody tapped. */
import { ref } from "vue";
import { api, take } from "@/platform/api";
import type { Incident, IncidentDots, IncidentFilters } from "@/platform/shapes";
import { told } from "@/platform/told";

type Point = IncidentDots["items"][number];
export type Look = "late" | "act" | "check" | "done" | "over";
export const LOOKS: Look[] = ["late", "act", "check", "done", "over"];

export function lookOf({ state, overdue }: Pick<Point, "state" | "overdue">): Look {
  if (overdue) return "late";
  if (state === "closed") return "done";
  if (state === "handled" || state === "checking") return "check";
  return ["not_accepted", "not_registered", "cancelled", "merged"].includes(state) ? "over" : "act";
}

export function usePoints(filters: () => IncidentFilters) {
  const points = ref<Point[] | null>(null);
  const isCut = ref(false);
  const error = ref("");
  /** Of which list the points are. */
  const list = ref("");
  let turn = 0;

  async function load(): Promise<void> {
    const [mine, asked] = [++turn, filters()];
    try {
      const found = await take(api.GET("/api/incidents/points", { params: { query: asked } }));
      if (mine !== turn) return;
      [points.value, isCut.value, list.value, error.value] = [found.items, found.is_cut, JSON.stringify(asked), ""];
    } catch (problem) {
      if (mine === turn) error.value = told(problem);
    }
  }

  return { points, isCut, error, list, load };
}

export const oneCase = (incident_id: string): Promise<Incident> => take(api.GET("/api/incidents/{incident_id}", { params: { path: { incident_id } } }));
