/** The tree of areas and their shapes, as the signed-in person may see them. */
import { api, take } from "@/platform/api";

export interface Area {
  code: string; level: string; name_zh: string; name_en: string; parent_code: string | null; path: string;
  lng_wgs84: number | null; lat_wgs84: number | null;
}
export interface ShapeFeature {
  type: "Feature";
  properties: { code: string; name_zh: string; name_en: string; level: string; geom_source: string };
  geometry: { type: "Polygon" | "MultiPolygon"; coordinates: number[][][] | number[][][][] };
}
export interface Shapes { type: "FeatureCollection"; features: ShapeFeature[] }
export const LEVELS = ["district", "street", "community", "grid"] as const;
export type Level = (typeof LEVELS)[number];

/** A park stands where a community does. */
export const rung = (level: string): Level => (level === "park" ? "community" : (level as Level));

export async function loadAreas(): Promise<Area[]> {
  return ((await take(api.GET("/api/areas", {}))) as { items: Area[] }).items;
}

export async function loadShapes(level: Level): Promise<Shapes> {
  const levels = level === "community" ? ["community", "park"] : [level];
  const asked = levels.map(async (one) => (await take(api.GET("/api/areas/shapes", { params: { query: { level: one } } }))) as Shapes);
  return { type: "FeatureCollection", features: (await Promise.all(asked)).flatMap((shapes) => shapes.features) };
}

/** Which areas a person may command: the subtrees of the grants that were given. */
export function commanded(areas: Area[], roots: string[]): Area[] {
  const paths = areas.filter((area) => roots.includes(area.code)).map((area) => area.path);
  return areas.filter((area) => paths.some((path) => area.path.startsWith(path)));
}
