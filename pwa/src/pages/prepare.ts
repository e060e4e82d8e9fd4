/** What is needed where there is no network, fetched while there is one: my orders and cases, what a report is made with and a gate goes by. */
import { me } from "@/features/identity/me";
import { holds } from "@/features/identity/places";
import { loadCategories } from "@/features/incidents/categories";
import { areaShapes } from "@/offline/area-shapes";

const AT_GATE = ["commander", "duty_officer", "grid_worker", "volunteer", "handler", "verifier"];
/** Not before the first screen has what it needs. */
const AFTER_MS = 3_000;

export function prepare(): void {
  setTimeout(() => {
    if (!me.value) return;
    // What changed is told to whoever shows it; here it is only kept.
    void import("@/offline/feed").then(({ follow }) => me.value && follow(me.value.id)).catch(() => {});
    if (holds(...AT_GATE)) void import("@/features/health/ahead").then(({ keepAhead }) => keepAhead()).catch(() => {});
    if (holds("grid_worker")) void import("@/features/modules/ahead").then(({ keepAhead }) => keepAhead()).catch(() => {});
    if (!holds("grid_worker", "volunteer", "handler", "duty_officer", "commander")) return;
    void loadCategories();
    void areaShapes(me.value.id);
  }, AFTER_MS);
}
