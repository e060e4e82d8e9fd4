/** The register page by page, one field whole for a reason, and the list as a file. */
import { computed, ref } from "vue";
import { language } from "@/i18n";
import { api, authorizedFetch, named, take } from "@/platform/api";
import { problemFrom } from "@/platform/problem";
import { saveFile } from "@/platform/save";
import type { RegisterExport, RegisterQuery, Volunteer } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";

const WAIT_MS = 300;
const SOON_MS = 700;
const PATIENCE = 120;
export interface Asked { q: string; area: string; skill: string; availability: string; resting: boolean }
export const nothing = (): Asked => ({ q: "", area: "", skill: "", availability: "", resting: false });

export function queryOf(asked: Asked): RegisterQuery {
  const { q, area, skill, availability, resting } = asked;
  return { q: q.trim() || undefined, area: area || undefined, skill: skill || undefined, availability: availability || undefined, available: resting ? false : undefined } as RegisterQuery;
}

export function useRegister() {
  const asked = ref<Asked>(nothing());
  const people = ref<Volunteer[] | null>(null);
  const total = ref<number | null>(null);
  const cursor = ref<string | null>(null);
  const error = ref("");
  const busy = ref(false);
  const isNarrowed = computed(() => JSON.stringify(asked.value) !== JSON.stringify(nothing()));
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function load(more = false): Promise<void> {
    const mine = ++turn;
    busy.value = true;
    error.value = "";
    try {
      const query = { ...queryOf(asked.value), limit: 30, cursor: more ? (cursor.value ?? undefined) : undefined };
      const page = await take(api.GET("/api/volunteers", { params: { query } }));
      if (mine !== turn) return;
      people.value = more ? [...(people.value ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor;
      total.value = page.total ?? total.value;
    } catch (problem) {
      if (mine === turn) error.value = told(problem);
    } finally {
      if (mine === turn) busy.value = false;
    }
  }

  /** While somebody types, the last letter counts. */
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), WAIT_MS);
  }

  return { asked, people, total, cursor, error, busy, isNarrowed, load, soon };
}

export type MaskedField = "name" | "phone" | "external_id";

export async function unmask(person_id: string, field: MaskedField, reason: string): Promise<string | null> {
  const said = await take(api.POST("/api/volunteers/{person_id}/unmask", { params: { path: { person_id } }, body: { field, reason } }));
  return said.value;
}

/** Asked for, waited for, and handed over. */
export async function exportRegister(asked: Asked, format: "csv" | "xlsx", reason: string | null): Promise<void> {
  const id = uuid7();
  const body = { ...queryOf(asked), id, format, language: language.value === "en" ? ("en" as const) : ("zh" as const), reason };
  let file: RegisterExport = await take(api.POST("/api/volunteers/exports", { params: { header: named() }, body }));
  for (let turns = 0; file.state === "writing" && turns < PATIENCE; turns++) {
    await new Promise((next) => setTimeout(next, SOON_MS));
    file = await take(api.GET("/api/volunteers/exports/{export_id}", { params: { path: { export_id: id } } }));
  }
  await fetchTo(`/api/volunteers/exports/${id}/file`, `volunteers.${format}`);
}

export async function fetchTo(address: string, name: string): Promise<void> {
  const response = await authorizedFetch(new Request(address, { headers: { "X-No-Timeout": "1" } }));
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => null));
  saveFile(await response.blob(), name);
}
