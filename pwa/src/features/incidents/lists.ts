/** The cases of a list, page by page; what was asked last counts, and a queue is kept for where there is no network. */
import { computed, ref } from "vue";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem, type Problem } from "@/platform/problem";
import type { IncidentCounts, IncidentFilters, IncidentQuery, IncidentRow, IncidentTotal } from "@/platform/shapes";
import { filtersOf, narrowedBy, orderOf, type Asked } from "./asked";

interface Kept { person: string; read_at: number; items: IncidentRow[] }
const PAGE = 30;
/** What one request may give. */
const MOST = 200;

export function useList(person: string, asked: () => Asked, own: boolean) {
  const rows = ref<IncidentRow[] | null>(null);
  const total = ref<IncidentTotal | null>(null);
  const counts = ref<IncidentCounts | null>(null);
  const problem = ref<Problem | null>(null);
  const [readAt, next] = [ref<number | null>(null), ref<string | null>(null)];
  const more = computed(() => next.value !== null);
  const query = (limit: number, cursor?: string) => ({ ...filtersOf(asked(), own), order: orderOf(asked()), limit, cursor });
  /** Only whole queues are kept: a search belongs to its moment. */
  const key = () => (narrowedBy(asked()).length ? null : `incidents:${asked().view}`);
  let turn = 0;

  /** Another list: nothing of the last one stays. */
  async function show(): Promise<void> {
    const [mine, where] = [++turn, key()];
    rows.value = total.value = next.value = null;
    const copy = where ? await kept<Kept>(where).catch(() => undefined) : undefined;
    if (mine !== turn) return;
    rows.value = copy?.person === person ? copy.items : null;
    readAt.value = rows.value ? copy!.read_at : null;
    await load();
  }

  /** The same list anew, as long as it was. */
  async function load(): Promise<void> {
    const mine = ++turn;
    try {
      const [page, told, found] = await fetched(query(Math.min(MOST, Math.max(PAGE, rows.value?.length ?? 0))), filtersOf(asked(), own));
      if (mine !== turn) return;
      [rows.value, next.value, counts.value, total.value] = [page.items, page.next_cursor, told, found];
      problem.value = readAt.value = null;
      await remember(key(), person, page.items);
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error);
    }
  }

  async function loadMore(): Promise<void> {
    const mine = turn;
    const page = await take(api.GET("/api/incidents", { params: { query: query(PAGE, next.value ?? undefined) } }));
    if (mine !== turn) return;
    rows.value = [...(rows.value ?? []), ...page.items];
    next.value = page.next_cursor;
  }

  return { rows, total, counts, problem, readAt, more, show, load, loadMore };
}

const fetched = (query: IncidentQuery, filters: IncidentFilters) => Promise.all([
  take(api.GET("/api/incidents", { params: { query } })), take(api.GET("/api/incidents/counts", {})), take(api.GET("/api/incidents/total", { params: { query: filters } })),
]);

async function remember(key: string | null, person: string, items: IncidentRow[]): Promise<void> {
  if (key) await keep(key, JSON.parse(JSON.stringify({ person, read_at: Date.now(), items: items.slice(0, PAGE) } satisfies Kept))).catch(() => {});
}
