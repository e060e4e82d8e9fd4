/** One site: where it stands, its steps, and its days; the last one stays readable without a network. */
import { computed, ref, shallowRef } from "vue";
import { isUnsent, type Item } from "@/offline/outbox";
import { authorNow, flushNow, outbox } from "@/offline/outbox-store";
import type { Picture } from "@/offline/photos-sealed";
import { keep, kept } from "@/offline/read-db";
import { api, named, take } from "@/platform/api";
import { clockOffset } from "@/platform/clock";
import { asProblem } from "@/platform/problem";
import type { Site, SiteDayWritten, SiteEdit, SiteEntry } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";

export type Verb = Site["may"][number];
export type Day = Pick<SiteDayWritten, "day" | "present" | "abnormal" | "disinfected" | "note">;
interface Kept { author: string | null; read_at: number; site: Site }
const KEY = "site";
const at = (site_id: string) => ({ path: { site_id } });

export const site = shallowRef<Site | null>(null);
export const siteError = ref("");
export const readAt = ref<number | null>(null);
let turn = 0;

export async function loadSite(id: string): Promise<void> {
  const mine = ++turn;
  if (site.value?.id !== id) [site.value, readAt.value, siteError.value] = [null, null, ""];
  try {
    const found = await take(api.GET("/api/sites/{site_id}", { params: at(id) }));
    if (mine === turn) show(found);
  } catch (error) {
    if (mine !== turn) return;
    siteError.value = told(error);
    const copy = asProblem(error).isNetwork ? await kept<Kept>(KEY).catch(() => undefined) : undefined;
    if (copy?.author === authorNow() && copy.site.id === id) [site.value, readAt.value] = [copy.site, copy.read_at];
  }
}

export function show(found: Site): void {
  [site.value, siteError.value, readAt.value] = [found, "", null];
  void keep(KEY, JSON.parse(JSON.stringify({ author: authorNow(), read_at: Date.now(), site: found }))).catch(() => {});
}

export async function takeStep(id: string, verb: Verb, reason: string | null): Promise<void> {
  turn += 1;
  show(await take(api.POST("/api/sites/{site_id}/steps", { params: { ...at(id), header: named() }, body: { verb, reason } })));
}

/** Written down under an id of this phone: sent twice it is one. */
export async function draft(id: string, area_code: string, told_: SiteEdit & { phone: string }): Promise<void> {
  show(await take(api.POST("/api/sites", { body: { id, area_code, ...told_ } })));
}

export async function edit(id: string, told_: SiteEdit): Promise<void> {
  show(await take(api.PUT("/api/sites/{site_id}", { params: at(id), body: told_ })));
}

/** The newest first. */
export const history = (id: string, cursor?: string): Promise<{ items: SiteEntry[]; next_cursor: string | null }> =>
  take(api.GET("/api/sites/{site_id}/history", { params: { ...at(id), query: { cursor, limit: 30 } } }));

const mine = computed(() => outbox.value.filter((item) => item.kind === "site_day"));
/** Of each day of a site, what this phone said last and the server has not confirmed. */
export const pendingDays = (id: string): Map<string, Item> => new Map(mine.value.filter((item) => item.record_id === id && (isUnsent(item) || item.status === "refused")).map((item) => [item.what, item]));

/** Sealed before anything is sent: it was written when it was tapped, with or without a network. */
export async function writeDay(id: string, day: Day, pictures: Picture[] = []): Promise<void> {
  const [{ seal }, { asSealed }] = await Promise.all([import("@/offline/sealing"), import("@/offline/photos-sealed")]);
  const own = uuid7();
  const photos = asSealed(pictures, { item_id: own, record_id: own, author: authorNow(), use: "report" });
  const announced = photos.map(({ sha256, size_bytes }) => ({ sha256, size_bytes }));
  const body = JSON.stringify({ id: own, ...day, photos: announced, device_at: new Date().toISOString(), clock_offset_ms: clockOffset() });
  await forgetRefused(id, day.day);
  await seal({ id: own, kind: "site_day", author: authorNow(), record_id: id, what: day.day, url: `/api/sites/${id}/days`, body, photos });
  // Safe now: what fails here is only a picture too many on this phone.
  if (pictures.length) await (await import("@/offline/photos")).dropPhotos(pictures.map((one) => one.draft_id)).catch(() => {});
  await flushNow();
}

/** Under which name a day's pictures wait on this phone until it is written. */
export const picturesOf = (id: string, day: string) => `site_day:${id}:${day}`;

/** Said anew, what was refused before has nothing more to say. */
async function forgetRefused(id: string, day: string): Promise<void> {
  const before = pendingDays(id).get(day);
  if (before?.status !== "refused") return;
  const { discard } = await import("@/offline/outbox");
  await discard(before.id);
}
