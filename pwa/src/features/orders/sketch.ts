/** Lays a small map out: which metres are shown, where a position lands on the drawing, how long the scale is. */
import { circleBox, type At, type Circle, type Rings } from "./geo";

export const WIDTH = 360;
export const HEIGHT = 264;
/** Room for markers and words at the rim. */
const RIM = 34;
/** However small the place, this much of its surroundings is seen. */
const LEAST_M = 240;
/** Somebody farther away than this many widths of the place is left off the map, or nothing else could be read. */
const FAR = 6;
const DEGREE_M = 111_195;
const NICE_M = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

export interface Box { west: number; south: number; east: number; north: number }
export interface Sketch { point: (at: At) => { x: number; y: number }; path: (rings: Rings) => string; length: (metres: number) => number; scale: { metres: number; width: number }; shows: (at: At) => boolean }

export function boxOf(circle: Circle | null, shapes: Rings[], points: At[]): Box | null {
  const corners = [...shapes.flatMap((rings) => rings.flat().map(([lng, lat]) => ({ lng: lng!, lat: lat! }))), ...points, ...(circle ? circleBox(circle) : [])];
  if (!corners.length) return null;
  return {
    west: Math.min(...corners.map((at) => at.lng)), east: Math.max(...corners.map((at) => at.lng)),
    south: Math.min(...corners.map((at) => at.lat)), north: Math.max(...corners.map((at) => at.lat)),
  };
}

/** The box widened to those points that are near enough to belong on one map with it. */
export function widened(box: Box, points: At[]): Box {
  const [midLng, midLat] = [(box.west + box.east) / 2, (box.south + box.north) / 2];
  const reach = FAR * Math.max(box.east - box.west, box.north - box.south, (2 * LEAST_M) / DEGREE_M);
  const near = points.filter((at) => Math.abs(at.lng - midLng) <= reach && Math.abs(at.lat - midLat) <= reach);
  const all = boxOf(null, [], near);
  if (!all) return box;
  return { west: Math.min(box.west, all.west), east: Math.max(box.east, all.east), south: Math.min(box.south, all.south), north: Math.max(box.north, all.north) };
}

/** Equirectangular, true in the middle: over a district nobody can see the difference. */
export function layOut(box: Box): Sketch {
  const mid = { lng: (box.west + box.east) / 2, lat: (box.south + box.north) / 2 };
  const eastM = DEGREE_M * Math.cos((mid.lat * Math.PI) / 180);
  const wide = Math.max(LEAST_M, (box.east - box.west) * eastM);
  const high = Math.max(LEAST_M, (box.north - box.south) * DEGREE_M);
  const perMetre = Math.min((WIDTH - 2 * RIM) / wide, (HEIGHT - 2 * RIM) / high);
  const point = ({ lng, lat }: At) => ({ x: WIDTH / 2 + (lng - mid.lng) * eastM * perMetre, y: HEIGHT / 2 - (lat - mid.lat) * DEGREE_M * perMetre });
  const path = (rings: Rings) => rings.map((ring) => `M${ring.map(([lng, lat]) => pair(point({ lng: lng!, lat: lat! }))).join("L")}Z`).join("");
  const length = (metres: number) => metres * perMetre;
  const metres = NICE_M.filter((nice) => length(nice) <= WIDTH / 3).at(-1) ?? NICE_M[0]!;
  const shows = (at: At) => isOn(point(at));
  return { point, path, length, scale: { metres, width: length(metres) }, shows };
}

const pair = ({ x, y }: { x: number; y: number }) => `${x.toFixed(1)} ${y.toFixed(1)}`;
const isOn = ({ x, y }: { x: number; y: number }) => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT;

/** The rings of a GeoJSON polygon, or of each polygon of many. */
export function ringsOf(geometry: unknown): Rings[] {
  const { type, coordinates } = (geometry ?? {}) as { type?: string; coordinates?: unknown };
  if (type === "Polygon") return [coordinates as Rings];
  return type === "MultiPolygon" ? (coordinates as Rings[]) : [];
}
