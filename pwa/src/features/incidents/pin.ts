/** The small plan around a report: metres on the ground, dots on the drawing, and which area lies under the pin. */
import type { Point } from "@/offline/report-drafts";
import type { Shapes } from "@/platform/shapes";

export const WIDTH = 320;
export const HEIGHT = 232;
/** How many metres the drawing is wide. */
export const WIDTHS_M = [80, 160, 320, 640, 1_280, 2_560, 5_120];
const DEGREE_M = 111_195;
type Ring = number[][];

export interface Plan { xy: (at: Point) => { x: number; y: number }; at: (x: number, y: number) => Point; pixels: (metres: number) => number }

/** Flat around its middle: over some hundred metres nobody sees the difference. */
export function planAround(middle: Point, width_m: number): Plan {
  const scale = WIDTH / width_m;
  const east = DEGREE_M * Math.cos((middle.lat * Math.PI) / 180);
  return {
    xy: ({ lng, lat }) => ({ x: WIDTH / 2 + (lng - middle.lng) * east * scale, y: HEIGHT / 2 - (lat - middle.lat) * DEGREE_M * scale }),
    at: (x, y) => ({ lng: middle.lng + (x - WIDTH / 2) / scale / east, lat: middle.lat - (y - HEIGHT / 2) / scale / DEGREE_M }),
    pixels: (metres) => metres * scale,
  };
}

export function moved({ lng, lat }: Point, east_m: number, north_m: number): Point {
  return { lng: lng + east_m / (DEGREE_M * Math.cos((lat * Math.PI) / 180)), lat: lat + north_m / DEGREE_M };
}

export function metresBetween(one: Point, other: Point): number {
  const east = (other.lng - one.lng) * DEGREE_M * Math.cos((one.lat * Math.PI) / 180);
  return Math.hypot(east, (other.lat - one.lat) * DEGREE_M);
}

/** The width at which the phone's doubt fills about half of the drawing. */
export const widthFor = (accuracy_m: number) => WIDTHS_M.find((width) => width >= accuracy_m * 4 && width >= 160) ?? WIDTHS_M.at(-1)!;

export const ringsOf = (geometry: unknown): Ring[] => {
  const { type, coordinates } = geometry as { type: string; coordinates: unknown };
  return type === "Polygon" ? (coordinates as Ring[]) : type === "MultiPolygon" ? (coordinates as Ring[][]).flat() : [];
};

export const pathOf = (plan: Plan, geometry: unknown) => ringsOf(geometry).map((ring) => `M${ring.map(([lng, lat]) => { const { x, y } = plan.xy({ lng: lng!, lat: lat! }); return `${x.toFixed(1)} ${y.toFixed(1)}`; }).join("L")}Z`).join("");

const LEVELS = ["grid", "community", "park", "street", "district"];

/** The smallest area that holds the point. */
export function areaAt(shapes: Shapes | null, at: Point) {
  const holding = shapes?.features.filter((feature) => isInside(at, ringsOf(feature.geometry))).map((feature) => feature.properties) ?? [];
  return holding.sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level))[0] ?? null;
}

function isInside({ lng, lat }: Point, rings: Ring[]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let here = 0, before = ring.length - 1; here < ring.length; before = here++) {
      const [x, y] = ring[here] as [number, number];
      const [px, py] = ring[before] as [number, number];
      if (y > lat !== py > lat && lng < ((px - x) * (lat - y)) / (py - y) + x) inside = !inside;
    }
  }
  return inside;
}

/** The middle of an area's box. */
export function middleOf(shapes: Shapes | null, code: string): Point | null {
  const corners = shapes?.features.filter((feature) => feature.properties.code === code).flatMap((feature) => ringsOf(feature.geometry).flat()) ?? [];
  if (!corners.length) return null;
  const [lngs, lats] = [corners.map(([lng]) => lng!), corners.map(([, lat]) => lat!)];
  return { lng: (Math.min(...lngs) + Math.max(...lngs)) / 2, lat: (Math.min(...lats) + Math.max(...lats)) / 2 };
}
