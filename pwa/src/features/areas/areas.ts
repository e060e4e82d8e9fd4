/** The tree of areas and their shapes, as the signed-in person may see them. */
import { api, take } from "@/platform/api";
import type { Area, Shapes } from "@/platform/shapes";

export const LEVELS = ["district", "street", "community", "grid"] as const;
export type Level = (typeof LEVELS)[number];

/** A park stands where a community does. */
export const rung = (level: string): Level => (level === "park" ? "community" : (level as Level));

export async function loadAreas(): Promise<Area[]> {
  return (await take(api.GET("/api/areas", {}))).items;
}

export async function loadShapes(level: Level): Promise<Shapes> {
  const levels: Area["level"][] = level === "community" ? ["community", "park"] : [level];
  const asked = levels.map((one) => take(api.GET("/api/areas/shapes", { params: { query: { level: one } } })));
  return { type: "FeatureCollection", features: (await Promise.all(asked)).flatMap((shapes) => shapes.features) };
}
