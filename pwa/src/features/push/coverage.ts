/** Whom push reaches in an area: counts place by place, and the names of those whom it does not. */
import { ref } from "vue";
import { api, take } from "@/platform/api";
import type { ReachCounts, ReachShown, Unreached, Why } from "@/platform/shapes";
import { told } from "@/platform/told";

export const WHYS: readonly Why[] = ["unsubscribed", "permission_denied", "gone", "unsupported", "signed_out", "never_signed_in", "no_account", "silent"];
export const coverage = ref<ReachShown | null>(null);
export const unreached = ref<Unreached[] | null>(null);
export const cursor = ref<string | null>(null);
export const coverageError = ref("");
export const peopleError = ref("");
export const peopleBusy = ref(false);
let shown: { area?: string; why?: Why } = {};

/** Who is reached and heard of lately, who is subscribed but silent, who is reached by nothing: together everybody. */
export function split(counts: ReachCounts): { well: number; silent: number; none: number } {
  return { well: counts.people - counts.none - counts.silent, silent: counts.silent, none: counts.none };
}

export async function loadCoverage(area?: string): Promise<void> {
  coverageError.value = "";
  try {
    coverage.value = await take(api.GET("/api/push/reach", { params: { query: { area } } }));
  } catch (error) {
    coverageError.value = told(error);
  }
}

export async function loadUnreached(area?: string, why?: Why): Promise<void> {
  shown = { area, why };
  unreached.value = null;
  cursor.value = null;
  await page();
}

export async function page(): Promise<void> {
  const asked = shown;
  peopleBusy.value = true;
  peopleError.value = "";
  try {
    const query = { ...asked, cursor: cursor.value ?? undefined, limit: 50 };
    const found = await take(api.GET("/api/push/reach/people", { params: { query } }));
    if (asked !== shown) return;
    unreached.value = [...(unreached.value ?? []), ...found.items];
    cursor.value = found.next_cursor;
  } catch (error) {
    if (asked === shown) peopleError.value = told(error);
  } finally {
    if (asked === shown) peopleBusy.value = false;
  }
}
