/** What a report needs where there is no network, fetched while there is one: the kinds and the outlines of the areas. */
import { me } from "@/features/identity/me";
import { holds } from "@/features/identity/places";
import { loadCategories } from "@/features/incidents/categories";
import { areaShapes } from "@/offline/area-shapes";

/** Not before the first screen has what it needs. */
const AFTER_MS = 3_000;

export function prepareReports(): void {
  if (!holds("grid_worker", "volunteer", "handler", "duty_officer", "commander")) return;
  setTimeout(() => {
    void loadCategories();
    if (me.value) void areaShapes(me.value.id);
  }, AFTER_MS);
}
