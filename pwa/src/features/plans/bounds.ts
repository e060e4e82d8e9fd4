/** The box around shapes, in degrees. */
import type { Shapes } from "@/platform/shapes";

/** West, south, east, north. */
export function boundsOf(shapes: Shapes): [number, number, number, number] {
  const corners = shapes.features.flatMap(({ geometry }) => {
    const { type, coordinates } = geometry as { type: string; coordinates: number[][][] | number[][][][] };
    return coordinates.flat(type === "Polygon" ? 1 : 2) as number[][];
  });
  const lngs = corners.map(([lng]) => lng!);
  const lats = corners.map(([, lat]) => lat!);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

/** Metres count here; more digits than a hand can aim say nothing. */
export const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
