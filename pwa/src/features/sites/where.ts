/** Places of sites: what one may ask for in the list, and where one may build. */
import { shallowRef } from "vue";
import { areaName } from "@/i18n";
import { api, take } from "@/platform/api";
import type { Area } from "@/platform/shapes";

export interface Choice { value: string; text: string }
/** A list of all grids of a district is nobody's choice. */
const BUILT_IN = new Set<Area["level"]>(["community", "park", "grid"]);
const MOST = 120;

export const places = shallowRef<Area[] | null>(null);
/** They change once a year: asked for once. */
export async function loadPlaces(): Promise<Area[]> {
  places.value ??= (await take(api.GET("/api/areas", {}))).items;
  return places.value;
}
export const whereOf = ({ area_name_zh, area_name_en }: { area_name_zh: string; area_name_en: string }) => areaName({ name_zh: area_name_zh, name_en: area_name_en });

/** The places right below one's own: streets for a district, communities for a street. */
export function below(areas: Area[], own: string[]): Choice[] {
  const found = areas.filter((area) => own.includes(area.parent_code ?? "") && area.level !== "grid");
  return found.map((area) => ({ value: area.code, text: areaName(area) }));
}

/** The places of one's own where a site may stand, each with the street that it lies in. */
export function buildable(areas: Area[], own: string[]): Choice[] {
  const paths = areas.filter((area) => own.includes(area.code)).map((area) => area.path);
  const mine = areas.filter((area) => paths.some((path) => area.path.startsWith(path)));
  const small = mine.filter((area) => BUILT_IN.has(area.level) && (area.level !== "grid" || own.includes(area.code)));
  const byCode = new Map(areas.map((area) => [area.code, area]));
  const above = (area: Area) => (area.level === "grid" ? undefined : byCode.get(area.parent_code ?? ""));
  return (small.length ? small : mine).slice(0, MOST).map((area) => ({ value: area.code, text: [above(area), area].filter(Boolean).map((one) => areaName(one)).join(" · ") }));
}
