/** The way down to an area, for screens that look into one place after another. */
import { shallowRef } from "vue";
import type { Area } from "@/platform/shapes";
import { loadAreas } from "./areas";

const known = shallowRef<Area[]>([]);

/** Asked once per visit; a trail without names is no reason to show nothing. */
export async function loadTrail(): Promise<void> {
  if (!known.value.length) known.value = await loadAreas().catch(() => []);
}

/** The area and those above it that the person may look at, the outermost first. */
export function trailTo(code: string | undefined, roots: readonly string[], areas: readonly Area[] = known.value): Area[] {
  const area = areas.find((one) => one.code === code);
  if (!area) return [];
  const own = areas.filter((one) => roots.includes(one.code)).map((one) => one.path);
  return areas.filter((one) => area.path.startsWith(one.path) && own.some((path) => one.path.startsWith(path))).sort((a, b) => a.path.length - b.path.length);
}
