/** Which part of the map a chosen place takes up. */
import type { Shapes } from "@/platform/shapes";
import { circleRing, type Circle } from "./circle";
import type { Drawing } from "./polygon";

export function focusOf(shapes: Shapes | null, chosen: string[], circle: Circle | null, drawing: Drawing | null): number[][] {
  const inside = (code: unknown) => chosen.some((one) => String(code).startsWith(one));
  const areas = shapes?.features.filter((feature) => inside((feature.properties as { code?: string } | null)?.code)) ?? [];
  return [...areas.flatMap((area) => corners(area.geometry)), ...(circle ? circleRing({ ...circle, radius_m: circle.radius_m * 1.5 }) : []), ...(drawing?.corners ?? [])];
}

export function corners(geometry: unknown): number[][] {
  const { type, coordinates } = geometry as { type: string; coordinates: number[][][] | number[][][][] };
  return coordinates.flat(type === "Polygon" ? 1 : 2) as number[][];
}
