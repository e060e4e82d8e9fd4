/** Activities: found page by page, joined and left, and kept on the phone as far as I have a place in them. */
import { ref } from "vue";
import { keep, kept } from "@/offline/read-db";
import { api, named, take } from "@/platform/api";
import { asProblem } from "@/platform/problem";
import type { ActivitiesQuery, Activity, ActivityEdit, NewActivity } from "@/platform/shapes";
import { told } from "@/platform/told";

export type When = "coming" | "past" | "mine";
export type Scope = "all" | "near" | "hosted";
export interface Looked { when: When; scope: Scope; skill: string }
interface Kept { person: string; read_at: number; items: Activity[] }

const KEY = "activities_mine";
const PAGE = 20;
const MOST = 200;
/** What is over for so long is known by the server alone. */
const OLD_MS = 3 * 86_400_000;
const at = (activity_id: string) => ({ path: { activity_id } });

export const oneActivity = (id: string): Promise<Activity> => take(api.GET("/api/activities/{activity_id}", { params: at(id) }));
export const signUp = (id: string): Promise<Activity> => take(api.PUT("/api/activities/{activity_id}/signup", { params: at(id) }));
export const withdraw = (id: string): Promise<Activity> => take(api.DELETE("/api/activities/{activity_id}/signup", { params: at(id) }));
export const makeActivity = (body: NewActivity): Promise<Activity> => take(api.POST("/api/activities", { body }));
export const editActivity = (id: string, body: ActivityEdit): Promise<Activity> => take(api.PATCH("/api/activities/{activity_id}", { params: { ...at(id), header: named() }, body }));
export const publishActivity = (id: string): Promise<Activity> => take(api.POST("/api/activities/{activity_id}/publish", { params: { ...at(id), header: named() } }));
export const callOff = (id: string, reason: string): Promise<Activity> => take(api.POST("/api/activities/{activity_id}/cancel", { params: { ...at(id), header: named() }, body: { reason } }));

const queryOf = ({ when, scope, skill }: Looked): ActivitiesQuery =>
  ({ when, near: scope === "near" || undefined, hosted: scope === "hosted" || undefined, skill: skill || undefined }) as ActivitiesQuery;

export function useActivities(person: string, first: Looked) {
  const looked = ref<Looked>(first);
  const items = ref<Activity[] | null>(null);
  const cursor = ref<string | null>(null);
  const error = ref("");
  const readAt = ref<number | null>(null);
  const busy = ref(false);
  let turn = 0;

  async function load(more = false): Promise<void> {
    const mine = ++turn;
    busy.value = true;
    try {
      // The same list anew, as long as it was.
      const [limit, from] = more ? [PAGE, cursor.value ?? undefined] : [Math.min(MOST, Math.max(PAGE, items.value?.length ?? 0)), undefined];
      const page = await take(api.GET("/api/activities", { params: { query: { ...queryOf(looked.value), limit, cursor: from } } }));
      if (mine !== turn) return;
      items.value = more ? [...(items.value ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor;
      error.value = "";
      readAt.value = null;
      void remember(person, page.items);
    } catch (problem) {
      if (mine === turn) await fallBack(problem);
    } finally {
      if (mine === turn) busy.value = false;
    }
  }

  /** Without a network those that I have a place in are known all the same. */
  async function fallBack(problem: unknown): Promise<void> {
    const copy = asProblem(problem).isNetwork ? await keptOf(person) : undefined;
    if (copy?.items.length && !items.value) {
      items.value = copy.items;
      readAt.value = copy.read_at;
    } else error.value = told(problem);
  }

  return { looked, items, cursor, error, readAt, busy, load };
}

/** One of them: the server's, else what the phone knows of it, with its age. */
export async function openActivity(person: string, id: string): Promise<{ activity: Activity; read_at: number | null }> {
  try {
    const activity = await oneActivity(id);
    void remember(person, [activity]);
    return { activity, read_at: null };
  } catch (problem) {
    const copy = asProblem(problem).isNetwork ? await keptOf(person) : undefined;
    const activity = copy?.items.find((one) => one.id === id);
    if (!activity) throw problem;
    return { activity, read_at: copy!.read_at };
  }
}

/** Those of mine that are not over, the next one first; what the phone knows where there is no network. */
export async function comingOfMine(person: string): Promise<Activity[]> {
  const items = await take(api.GET("/api/activities", { params: { query: { when: "mine", limit: PAGE } } })).then((page) => {
    void remember(person, page.items);
    return page.items;
  }, async (problem: unknown) => {
    const copy = await keptOf(person);
    if (!copy) throw problem;
    return copy.items;
  });
  const comes = (one: Activity) => one.state === "published" && Date.parse(one.ends_at) > Date.now() && ["signed_up", "waiting", "checked_in"].includes(one.mine?.state ?? "");
  return items.filter(comes).sort((one, other) => one.starts_at.localeCompare(other.starts_at));
}

export const holdsPlace = (activity: Activity) => activity.mine !== null && activity.mine.state !== "withdrawn";

async function keptOf(person: string): Promise<Kept | undefined> {
  const copy = await kept<Kept>(KEY).catch(() => undefined);
  return copy?.person === person ? copy : undefined;
}

async function remember(person: string, seen: Activity[]): Promise<void> {
  const copy = await keptOf(person);
  const ids = new Set(seen.map((one) => one.id));
  const rest = (copy?.items ?? []).filter((one) => !ids.has(one.id) && Date.parse(one.ends_at) > Date.now() - OLD_MS);
  const items = [...rest, ...seen.filter(holdsPlace)].sort((one, other) => one.starts_at.localeCompare(other.starts_at));
  if (!items.length && !copy) return;
  await keep(KEY, JSON.parse(JSON.stringify({ person, read_at: Date.now(), items } satisfies Kept))).catch(() => {});
}
