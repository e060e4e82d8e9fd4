/** Lists kept under a name: the server has them, so that they are there on another phone too. */
import { ref } from "vue";
import { t } from "@/i18n";
import { api, named, take } from "@/platform/api";
import { inTurn } from "@/platform/in-turn";
import type { IncidentFilters, SavedFilter } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";
import { toast } from "@/ui/toast";

export const saved = ref<SavedFilter[] | null>(null);
export const savedError = ref("");

const trying = inTurn(savedError);

export const loadSaved = () => trying(async () => void (saved.value = (await take(api.GET("/api/incidents/filters", {}))).items));

/** Looked at anew: what stood here may have been another person's. */
export function openSaved(): Promise<boolean> {
  saved.value = null;
  return loadSaved();
}

export const save = (name: string, filters: IncidentFilters, id = uuid7()) => trying(() => put(id, name, filters));

async function put(id: string, name: string, filters: IncidentFilters): Promise<void> {
  const body = { name, filters };
  saved.value = (await take(api.PUT("/api/incidents/filters/{filter_id}", { params: { path: { filter_id: id } }, body }))).items;
}

/** Gone at once, and back by a tap. */
export async function forget(one: SavedFilter): Promise<void> {
  const done = await trying(async () => {
    await take(api.DELETE("/api/incidents/filters/{filter_id}", { params: { header: named(), path: { filter_id: one.id } } }));
    saved.value = saved.value?.filter((each) => each.id !== one.id) ?? null;
  });
  if (done) toast(t("saved.forgotten", { name: one.name }), { undo: { text: t("app.undo"), act: () => void save(one.name, one.filters as IncidentFilters, one.id) } });
}
