/** What I reported: the server's list, kept for where there is none, and before it what has not left this phone. */
import { computed, ref } from "vue";
import { outbox } from "@/offline/outbox-store";
import { photosLeft, type Item } from "@/offline/outbox";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem, type Problem } from "@/platform/problem";
import type { IncidentRow } from "@/platform/shapes";

const KEY = "incidents_mine";
interface Kept { person: string; read_at: number; items: IncidentRow[] }
export const mine = ref<IncidentRow[] | null>(null);
export const mineAge = ref<number | null>(null);
export const mineProblem = ref<Problem | null>(null);
const next = ref<string | null>(null);
export const hasMore = computed(() => next.value !== null);

/** Newest first; once the server lists a report, that is the truth about it. */
export const onPhone = computed<Item[]>(() => {
  const known = new Set(mine.value?.map((row) => row.id));
  return outbox.value.filter((item) => item.kind === "report" && item.status !== "handed" && (item.status !== "delivered" || photosLeft(item) > 0 || !known.has(item.record_id))).reverse();
});

/** Each report once: while the phone still has something of it, by what the phone knows. */
export const listed = computed(() => {
  const here = new Set(onPhone.value.map((item) => item.record_id));
  return mine.value?.filter((row) => !here.has(row.id)) ?? null;
});

export async function loadMine(person: string): Promise<void> {
  if (!mine.value) {
    const copy = await kept<Kept>(KEY).catch(() => undefined);
    if (copy?.person === person && !mine.value) {
      mine.value = copy.items;
      mineAge.value = copy.read_at;
    }
  }
  try {
    const page = await take(api.GET("/api/incidents/mine", {}));
    mine.value = page.items;
    next.value = page.next_cursor ?? null;
    mineAge.value = mineProblem.value = null;
    await keep(KEY, JSON.parse(JSON.stringify({ person, read_at: Date.now(), items: page.items } satisfies Kept)));
  } catch (error) {
    mineProblem.value = asProblem(error);
    mine.value ??= [];
    mineAge.value ??= Date.now();
  }
}

export async function loadMore(): Promise<void> {
  const page = await take(api.GET("/api/incidents/mine", { params: { query: { cursor: next.value ?? undefined } } }));
  mine.value = [...(mine.value ?? []), ...page.items];
  next.value = page.next_cursor ?? null;
}

export function forgetMine(): void {
  mine.value = null;
  next.value = null;
}
