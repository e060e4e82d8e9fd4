/** Places as shapes on a flat sheet: WGS-84 drawn straight, narrowed by the latitude; a district is too small for more. */
import type { Shapes } from "@/platform/shapes";

type Ring = number[][];
export interface Drawn { code: string; path: string; at: { x: number; y: number }; width: number }
/** `point`: where a longitude and a latitude lie on the sheet. */
export interface Sheet { width: number; height: number; places: Drawn[]; point: (at: number[]) => [x: number, y: number] }

const WIDE = 1_000;

/** Only the places asked for, as large as the sheet allows; none of them has a shape: nothing to draw. */
export function sheetOf(shapes: Shapes, codes: ReadonlySet<string>, most = 1.4): Sheet | null {
  const kept = shapes.features.filter((feature) => codes.has(codeOf(feature)));
  const points = kept.flatMap((feature) => ringsOf(feature.geometry).flat());
  if (!points.length) return null;
  const [west, east] = span(points.map(([lng]) => lng!));
  const [south, north] = span(points.map(([, lat]) => lat!));
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const across = Math.max((east - west) * narrow, (north - south) / most, 1e-9);
  const scale = WIDE / across;
  const [width, height] = [(east - west) * narrow * scale, (north - south) * scale];
  const point = ([lng, lat]: number[]): [number, number] => [round((lng! - west) * narrow * scale), round((north - lat!) * scale)];
  return { width: round(width), height: round(height), point, places: kept.map((feature) => drawn(codeOf(feature), ringsOf(feature.geometry).map((ring) => ring.map(point)))) };
}

const codeOf = (feature: Shapes["features"][number]) => String(feature.properties.code);

function ringsOf(geometry: unknown): Ring[] {
  const { type, coordinates } = geometry as { type: string; coordinates: Ring[] | Ring[][] };
  return type === "Polygon" ? (coordinates as Ring[]) : (coordinates as Ring[][]).flat();
}

function drawn(code: string, rings: Ring[]): Drawn {
  const path = rings.map((ring) => `M${ring.map((point) => point.join(" ")).join("L")}Z`).join("");
  const largest = rings.reduce((a, b) => (Math.abs(areaOf(b)) > Math.abs(areaOf(a)) ? b : a));
  const [left, right] = span(largest.map(([x]) => x!));
  return { code, path, at: middleOf(largest), width: right - left };
}

/** Twice the area, signed by the direction of the ring. */
function areaOf(ring: Ring): number {
  return ring.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length]!;
    return sum + x! * nextY! - nextX! * y!;
  }, 0);
}

function middleOf(ring: Ring): { x: number; y: number } {
  const area = areaOf(ring);
  if (!area) return { x: ring[0]![0]!, y: ring[0]![1]! };
  let [x, y] = [0, 0];
  for (const [index, [x1, y1]] of ring.entries()) {
    const [x2, y2] = ring[(index + 1) % ring.length]!;
    const part = x1! * y2! - x2! * y1!;
    x += (x1! + x2!) * part;
    y += (y1! + y2!) * part;
  }
  return { x: round(x / (3 * area)), y: round(y / (3 * area)) };
}

const span = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
const round = (value: number) => Math.round(value * 10) / 10;
