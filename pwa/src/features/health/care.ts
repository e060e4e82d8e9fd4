/** Appeals and isolation at home, for those who decide and look after people. */
import { ref } from "vue";
import { api, authorizedFetch, named, take } from "@/platform/api";
import { networkProblem, problemFrom } from "@/platform/problem";
import { saveFile } from "@/platform/save";
import type { AppealToDecide, Isolation, IsolationRow } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";

export const appeals = ref<AppealToDecide[] | null>(null);
export const cases = ref<IsolationRow[] | null>(null);
export const one = ref<Isolation | null>(null);
export const careError = ref("");
const next = ref<string | null>(null);
export { next as nextCases };

async function asked(act: () => Promise<void>): Promise<void> {
  careError.value = "";
  try {
    await act();
  } catch (error) {
    careError.value = told(error);
  }
}

export const loadAppeals = (ended: boolean) => asked(async () => {
  appeals.value = (await take(api.GET("/api/health-appeals", { params: { query: { ended } } }))).items;
});

export async function decide(id: string, outcome: "grant" | "refuse", note: string): Promise<void> {
  const params = { path: { appeal_id: id }, header: named() };
  if (outcome === "grant") await take(api.POST("/api/health-appeals/{appeal_id}/grant", { params, body: { note } }));
  else await take(api.POST("/api/health-appeals/{appeal_id}/refuse", { params, body: { note } }));
}

export const loadCases = (ended: boolean, more = false) => asked(async () => {
  const page = await take(api.GET("/api/isolations", { params: { query: { ended, cursor: more ? (next.value ?? undefined) : undefined } } }));
  cases.value = more ? [...(cases.value ?? []), ...page.items] : page.items;
  next.value = page.next_cursor;
});

/** "mine" is the person's own. */
export const loadCase = (id: string) => asked(async () => {
  one.value = await (id === "mine" ? take(api.GET("/api/me/isolation", {})) : take(api.GET("/api/isolations/{case_id}", { params: { path: { case_id: id } } })));
});

export type Symptom = "fever" | "cough" | "fatigue" | "breathless" | "sore_throat" | "diarrhoea";
export interface Filled { day: string; half: "morning" | "afternoon"; temperature: number | null; symptoms: Symptom[]; note: string | null }

export async function fill(id: string, body: Filled): Promise<void> {
  one.value = await take(api.POST("/api/isolations/{case_id}/entries", { params: { path: { case_id: id } }, body }));
}

export async function askErrand(id: string, what: string): Promise<void> {
  one.value = await take(api.POST("/api/isolations/{case_id}/errands", { params: { path: { case_id: id } }, body: { id: uuid7(), what } }));
}

export async function doErrand(id: string, errand_id: string): Promise<void> {
  one.value = await take(api.POST("/api/isolations/{case_id}/errands/{errand_id}/done", { params: { path: { case_id: id, errand_id } } }));
}

export async function joinTeam(id: string, people: string[]): Promise<void> {
  one.value = await take(api.POST("/api/isolations/{case_id}/team", { params: { path: { case_id: id } }, body: { people } }));
}

export async function release(id: string, note: string): Promise<void> {
  await take(api.POST("/api/isolations/{case_id}/release", { params: { path: { case_id: id }, header: named() }, body: { note: note || null } }));
  await loadCase(id);
}

export async function savePaper(id: string, name: string): Promise<void> {
  const response = await authorizedFetch(new Request(`/api/isolations/${id}/release-document`)).catch(() => { throw networkProblem(); });
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => null));
  saveFile(await response.blob(), name);
}
