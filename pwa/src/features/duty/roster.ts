/** Who is on duty or standby in an area, page by page. */
import { ref } from "vue";
import { api, named, take } from "@/platform/api";
import type { OnDuty, Roster } from "@/platform/shapes";
import { told } from "@/platform/told";

export const roster = ref<Roster | null>(null);
export const rosterError = ref("");
export const rosterBusy = ref(false);
let shownArea: string | undefined;

export async function loadRoster(area?: string): Promise<void> {
  if (area !== shownArea) roster.value = null;
  shownArea = area;
  await asked(async () => {
    const fresh = await page(area);
    if (area === shownArea) roster.value = fresh;
  });
}

export async function moreRoster(): Promise<void> {
  const before = roster.value;
  if (!before?.next_cursor) return;
  await asked(async () => {
    const next = await page(shownArea, before.next_cursor!);
    if (roster.value === before) roster.value = { ...next, items: [...before.items, ...next.items] };
  });
}

export async function endPeriod(period: OnDuty, reason: string): Promise<void> {
  const params = { path: { period_id: period.id }, header: named() };
  await take(api.POST("/api/duty/{period_id}/end", { params, body: { reason } }));
  await loadRoster(shownArea);
}

const page = (area?: string, cursor?: string) => take(api.GET("/api/duty", { params: { query: { area, cursor, limit: 100 } } }));

async function asked(act: () => Promise<void>): Promise<void> {
  rosterBusy.value = true;
  rosterError.value = "";
  try {
    await act();
  } catch (error) {
    rosterError.value = told(error);
  } finally {
    rosterBusy.value = false;
  }
}
