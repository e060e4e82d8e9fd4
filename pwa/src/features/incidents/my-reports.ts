/** What I reported: the server's list, kept for where there is none, and before it what has not left this phone. */
import { computed, ref } from "vue";
import { keepOwn, ownCases } from "@/offline/cases";
import { follow } from "@/offline/feed";
import { outbox } from "@/offline/outbox-store";
import { photosLeft, type Item } from "@/offline/outbox";
import { api, take } from "@/platform/api";
import { asProblem, networkProblem, Problem } from "@/platform/problem";
import type { IncidentRow } from "@/platform/shapes";

/** From then on what is shown counts as old. */
const SLOW_MS = 4_000;
export const mine = ref<IncidentRow[] | null>(null);
export const mineAge = ref<number | null>(null);
export const mineProblem = ref<Problem | null>(null);
/** Undefined: the server's list was not asked yet. */
const next = ref<string | null>();
let isKept = true;
export const hasMore = computed(() => Boolean(next.value));

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
  if (!mine.value) await showKept(person).catch(() => {});
  const slow = setTimeout(() => mine.value && (mineProblem.value ??= networkProblem()), SLOW_MS);
  try {
    // What changes after the first look comes with the feed.
    await Promise.all([next.value === undefined && page(person), followed(person)]);
    const own = await ownCases(person).catch(() => null);
    if (own && isKept) mine.value = own.rows;
    mineAge.value = mineProblem.value = null;
  } catch (error) {
    mineProblem.value = asProblem(error);
    mineAge.value ??= mine.value && Date.now();
  } finally {
    clearTimeout(slow);
  }
}

export const loadMore = (person: string) => page(person, next.value ?? undefined);

async function page(person: string, cursor?: string): Promise<void> {
  const found = await take(api.GET("/api/incidents/mine", { params: { query: { cursor } } }));
  next.value = found.next_cursor ?? null;
  const here = new Set(found.items.map((row) => row.id));
  mine.value = [...(mine.value?.filter((row) => !here.has(row.id)) ?? []), ...found.items].sort((one, other) => other.recorded_at.localeCompare(one.recorded_at));
  isKept = await keepOwn(person, found.items).then(() => true, () => false);
}

/** A phone that can keep nothing shows what the server lists. */
async function followed(person: string): Promise<void> {
  await follow(person).catch((error: unknown) => {
    if (error instanceof Problem) throw error;
  });
}

async function showKept(person: string): Promise<void> {
  const found = await ownCases(person);
  if (!found || mine.value) return;
  mine.value = found.rows;
  mineAge.value = found.followed_at;
}
