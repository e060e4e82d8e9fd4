/** The sites of my places, page by page, with their counts; what was asked last counts. */
import { ref, shallowRef } from "vue";
import { authorNow } from "@/offline/outbox-store";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem } from "@/platform/problem";
import type { SiteCounts, SiteRow } from "@/platform/shapes";
import { told } from "@/platform/told";
import type { State } from "./looks";

export interface Asked { state?: State; area?: string; q?: string }
interface Kept { author: string | null; read_at: number; items: SiteRow[] }
const PAGE = 30;
/** What one request may give. */
const MOST = 200;
const KEY = "sites";

/** What was asked last: the way back from a site leads to the same list. */
export const asked = shallowRef<Asked>({});
export const sites = shallowRef<SiteRow[] | null>(null);
export const counts = shallowRef<SiteCounts | null>(null);
export const listError = ref("");
/** When what is shown was read, where the server does not answer. */
export const readAt = ref<number | null>(null);
export const nextSites = ref<string | null>(null);
let turn = 0;

/** Another question: nothing of the last one stays. */
export async function askSites(wanted: Asked): Promise<void> {
  [asked.value, sites.value, nextSites.value, readAt.value] = [wanted, null, null, null];
  await loadSites();
}

/** The same list anew, as long as it was. */
export async function loadSites(): Promise<void> {
  const [mine, wanted] = [++turn, asked.value];
  try {
    const limit = Math.min(MOST, Math.max(PAGE, sites.value?.length ?? 0));
    const [page, standing] = await Promise.all([pageOf(wanted, limit), take(api.GET("/api/sites/counts", { params: { query: { area: wanted.area } } }))]);
    if (mine !== turn) return;
    [sites.value, nextSites.value, counts.value, listError.value, readAt.value] = [page.items, page.next_cursor, standing, "", null];
    if (isWhole(wanted)) await keep(KEY, { author: authorNow(), read_at: Date.now(), items: page.items }).catch(() => {});
  } catch (error) {
    if (mine !== turn) return;
    listError.value = told(error);
    if (asProblem(error).isNetwork && isWhole(wanted)) await showKept();
  }
}

export async function moreSites(): Promise<void> {
  const mine = turn;
  try {
    const page = await pageOf(asked.value, PAGE, nextSites.value ?? undefined);
    if (mine === turn) [sites.value, nextSites.value] = [[...(sites.value ?? []), ...page.items], page.next_cursor];
  } catch (error) {
    if (mine === turn) listError.value = told(error);
  }
}

const pageOf = (wanted: Asked, limit: number, cursor?: string) => take(api.GET("/api/sites", { params: { query: { ...wanted, limit, cursor } } }));
/** A search belongs to its moment. */
const isWhole = ({ state, area, q }: Asked) => !state && !area && !q;

async function showKept(): Promise<void> {
  const copy = await kept<Kept>(KEY).catch(() => undefined);
  if (copy?.author !== authorNow() || sites.value) return;
  [sites.value, readAt.value] = [copy.items, copy.read_at];
}
