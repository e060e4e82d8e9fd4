/** The workers of a site: listed, taken in by a table, and cleared one by one or all at once. */
import { ref, shallowRef } from "vue";
import { api, authorizedFetch, named, take } from "@/platform/api";
import { networkProblem, problemFrom } from "@/platform/problem";
import type { Site, SiteListReport, SiteWorker } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import type { Standing } from "./looks";

export interface Asked { state?: Standing; q?: string }
const PAGE = 40;
const MOST = 200;

export const workers = shallowRef<SiteWorker[] | null>(null);
export const nextWorkers = ref<string | null>(null);
export const workersError = ref("");
let turn = 0;

export async function askWorkers(site_id: string, asked: Asked): Promise<void> {
  [workers.value, nextWorkers.value] = [null, null];
  await loadWorkers(site_id, asked);
}

export async function loadWorkers(site_id: string, asked: Asked, more = false): Promise<void> {
  const mine = ++turn;
  workersError.value = "";
  try {
    const limit = more ? PAGE : Math.min(MOST, Math.max(PAGE, workers.value?.length ?? 0));
    const query = { ...asked, limit, cursor: more ? (nextWorkers.value ?? undefined) : undefined };
    const page = await take(api.GET("/api/sites/{site_id}/workers", { params: { path: { site_id }, query } }));
    if (mine !== turn) return;
    workers.value = more ? [...(workers.value ?? []), ...page.items] : page.items;
    nextWorkers.value = page.next_cursor;
  } catch (error) {
    if (mine === turn) workersError.value = told(error);
  }
}

export function addWorker(site_id: string, who: { name: string; phone: string; trade: string }): Promise<SiteWorker> {
  return take(api.POST("/api/sites/{site_id}/workers", { params: { path: { site_id } }, body: { id: uuid7(), ...who } }));
}

/** Off the list, with the reason; and, a finger having slipped, back as he was. */
export function removeWorker(site_id: string, worker_id: string, reason: string): Promise<Site> {
  return take(api.PUT("/api/sites/{site_id}/workers/{worker_id}/removal", { params: { path: { site_id, worker_id } }, body: { reason } }));
}
export function bringBack(site_id: string, worker_id: string): Promise<Site> {
  return take(api.DELETE("/api/sites/{site_id}/workers/{worker_id}/removal", { params: { path: { site_id, worker_id } } }));
}

/** By the colours that the district knows: one, or with null whoever is not cleared. */
export function clearByRecord(site_id: string, ids: string[] | null): Promise<Site> {
  return take(api.POST("/api/sites/{site_id}/workers/clear", { params: { path: { site_id }, header: named() }, body: { workers: ids } }));
}

/** By the code that he shows; the server verifies it for itself. */
export async function clearByCode(site_id: string, worker_id: string, code: string, source: "scan" | "manual"): Promise<SiteWorker> {
  const judged = await take(api.POST("/api/sites/{site_id}/workers/{worker_id}/clear", { params: { path: { site_id, worker_id } }, body: { code, source } }));
  renew(judged);
  return judged;
}

export async function oneWorker(site_id: string, worker: SiteWorker): Promise<SiteWorker> {
  const page = await take(api.GET("/api/sites/{site_id}/workers", { params: { path: { site_id }, query: { q: worker.phone.slice(-4), limit: MOST } } }));
  const found = page.items.find((one) => one.id === worker.id) ?? worker;
  renew(found);
  return found;
}

/** In its line at once, wherever the list is sorted or filtered to. */
function renew(judged: SiteWorker): void {
  workers.value = workers.value?.map((one) => (one.id === judged.id ? judged : one)) ?? null;
}

/** Every line or none; a dry run says what would be. */
export async function takeListIn(site_id: string, file: File, dry_run: boolean): Promise<SiteListReport> {
  const headers = { "Content-Type": "application/octet-stream", "X-No-Timeout": "1" };
  const asked = new Request(`/api/sites/${site_id}/workers/import?dry_run=${dry_run}`, { method: "POST", body: file, headers });
  const response = await authorizedFetch(asked).catch(() => {
    throw networkProblem();
  });
  const said = (await response.json().catch(() => null)) as SiteListReport | null;
  if (!response.ok || !said) throw problemFrom(response.status, said);
  return said;
}
