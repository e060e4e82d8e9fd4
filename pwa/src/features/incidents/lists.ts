/** The cases that wait for somebody: the desk's, a unit's, those to be checked. */
import { computed, ref } from "vue";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem, type Problem } from "@/platform/problem";
import type { IncidentCounts, IncidentRow } from "@/platform/shapes";

export type View = "desk" | "unit" | "check" | "open";
interface Kept { person: string; read_at: number; items: IncidentRow[] }

/** `own`: a handler sees what his units have. */
export function useList(person: string, own: boolean) {
  const view = ref<View>("unit");
  const rows = ref<IncidentRow[] | null>(null);
  const counts = ref<IncidentCounts | null>(null);
  const problem = ref<Problem | null>(null);
  const readAt = ref<number | null>(null);
  const next = ref<string | null>(null);
  const more = computed(() => next.value !== null);
  const key = () => `incidents:${view.value}`;
  const asked = (cursor?: string) => ({ ...(view.value === "open" ? {} : { group: view.value }), ...(own ? { unit: "mine" as const } : {}), order: "due" as const, limit: 30, cursor });

  async function show(chosen: View): Promise<void> {
    view.value = chosen;
    const copy = await kept<Kept>(key()).catch(() => undefined);
    const mine = copy?.person === person ? copy : undefined;
    rows.value = mine?.items ?? null;
    readAt.value = mine?.read_at ?? null;
    await load();
  }

  async function load(): Promise<void> {
    const chosen = view.value;
    try {
      const [page, told] = await Promise.all([take(api.GET("/api/incidents", { params: { query: asked() } })), own ? null : take(api.GET("/api/incidents/counts", {}))]);
      if (view.value !== chosen) return;
      rows.value = page.items;
      [next.value, counts.value] = [page.next_cursor, told];
      problem.value = readAt.value = null;
      await remember(key(), person, page.items);
    } catch (error) {
      problem.value = asProblem(error);
      readAt.value ??= Date.now();
      rows.value ??= [];
    }
  }

  async function loadMore(): Promise<void> {
    const page = await take(api.GET("/api/incidents", { params: { query: asked(next.value ?? undefined) } }));
    rows.value = [...(rows.value ?? []), ...page.items];
    next.value = page.next_cursor;
  }

  return { view, rows, counts, problem, readAt, more, show, load, loadMore };
}

const remember = (key: string, person: string, items: IncidentRow[]) => keep(key, JSON.parse(JSON.stringify({ person, read_at: Date.now(), items } satisfies Kept))).catch(() => {});
