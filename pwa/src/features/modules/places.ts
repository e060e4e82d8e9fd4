/** Places of modules: what one may ask for in a list, and where one may begin something new. */
import { shallowRef } from "vue";
import { areaName } from "@/i18n";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import type { Area, Me } from "@/platform/shapes";

export interface Choice { value: string; text: string }
type Names = { name_zh: string; name_en: string };
const KEY = "module_areas";
/** A list of all grids of a district is nobody's choice. */
const MOST = 120;

export const areas = shallowRef<Area[] | null>(null);

/** They change once a year: asked for once, and kept for the time without a network. */
export async function loadAreas(person: string): Promise<void> {
  if (areas.value) return;
  try {
    areas.value = (await take(api.GET("/api/areas", {}))).items;
    await keep(KEY, { person, items: areas.value }).catch(() => {});
  } catch {
    const copy = await kept<{ person: string; items: Area[] }>(KEY).catch(() => undefined);
    if (copy?.person === person) areas.value = copy.items;
  }
}

/** The places right below one's own: streets for a district, communities for a street, grids for a community. */
export function below(own: string[]): Choice[] {
  return (areas.value ?? []).filter((area) => own.includes(area.parent_code ?? "")).map((area) => ({ value: area.code, text: areaName(area) }));
}

/** Where somebody may begin something: his own grids and communities, else the communities below his own. */
export function beginnable(grants: Me["grants"], roles: string[]): Choice[] {
  const mine = grants.filter((grant) => roles.includes(grant.role));
  const named = mine.map((grant) => ({ value: grant.area_code, text: areaName({ name_zh: grant.area_name_zh, name_en: grant.area_name_en }) }));
  const paths = (areas.value ?? []).filter((area) => mine.some((grant) => grant.area_code === area.code) && ["district", "street"].includes(area.level)).map((area) => area.path);
  const wide = (areas.value ?? []).filter((area) => ["community", "park"].includes(area.level) && paths.some((path) => area.path.startsWith(path)));
  const some = wide.length ? wide.map((area) => ({ value: area.code, text: areaName(area) })) : named;
  return [...new Map(some.map((one) => [one.value, one])).values()].slice(0, MOST);
}

export function nameOf(code: string, grants: Me["grants"]): Names {
  const area = areas.value?.find((one) => one.code === code);
  const grant = grants.find((one) => one.area_code === code);
  return area ? { name_zh: area.name_zh, name_en: area.name_en } : { name_zh: grant?.area_name_zh ?? code, name_en: grant?.area_name_en ?? code };
}
