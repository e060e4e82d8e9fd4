/** The cases of a wall: how many wait for what, and the newest that are urgent or late. */
import { ref, shallowRef } from "vue";
import { api, take } from "@/platform/api";
import type { IncidentCounts, IncidentRow } from "@/platform/shapes";
import { told } from "@/platform/told";

/** As many as a column holds. */
const MOST = 3;

export function useWallCases() {
  const counts = shallowRef<IncidentCounts | null>(null);
  const pressing = shallowRef<IncidentRow[]>([]);
  const error = ref("");

  async function load(): Promise<void> {
    try {
      const [told, urgent, late] = await Promise.all([
        take(api.GET("/api/incidents/counts", {})),
        take(api.GET("/api/incidents", { params: { query: { group: "open", urgent: true, limit: MOST } } })),
        take(api.GET("/api/incidents", { params: { query: { group: "open", deadline: "overdue", limit: MOST } } })),
      ]);
      [counts.value, pressing.value, error.value] = [told, merged(urgent.items, late.items), ""];
    } catch (caught) {
      error.value = told(caught);
    }
  }

  return { counts, pressing, error, load };
}

/** Urgent before late, none of them twice. */
export function merged(urgent: readonly IncidentRow[], late: readonly IncidentRow[], most = MOST): IncidentRow[] {
  const known = new Set(urgent.map(({ id }) => id));
  return [...urgent, ...late.filter(({ id }) => !known.has(id))].slice(0, most);
}
