/** Distances and directions on the ground, in WGS-84 degrees and metres. */
export interface At { lng: number; lat: number }
export interface Circle extends At { radius_m: number }
/** GeoJSON positions: the outer ring first, then holes. */
export type Rings = number[][][];

const EARTH_M = 6_371_008.8;
const WALK_M_PER_MINUTE = 80;
export const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Wind = (typeof WINDS)[number];

const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (turn: number) => (turn * 180) / Math.PI;

/** The way as the crow flies (haversine). */
export function metresBetween(from: At, to: At): number {
  const dLat = radians(to.lat - from.lat);
  const dLng = radians(to.lng - from.lng);
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Degrees clockwise from north, 0 up to 360. */
export function bearing(from: At, to: At): number {
  const dLng = radians(to.lng - from.lng);
  const east = Math.sin(dLng) * Math.cos(radians(to.lat));
  const north = Math.cos(radians(from.lat)) * Math.sin(radians(to.lat)) - Math.sin(radians(from.lat)) * Math.cos(radians(to.lat)) * Math.cos(dLng);
  return (degrees(Math.atan2(east, north)) + 360) % 360;
}

/** The nearest of the eight points of the compass. */
export const wind = (turn: number): Wind => WINDS[Math.round((((turn % 360) + 360) % 360) / 45) % 8]!;

export const walkMinutes = (metres: number): number => Math.max(1, Math.ceil(metres / WALK_M_PER_MINUTE));

/** As a person says it: tens of metres, from one kilometre on tenths of it. */
export function roundedWay(metres: number): { n: number; unit: "m" | "km" } {
  const tens = Math.round(metres / 10) * 10;
  return tens < 1_000 ? { n: tens, unit: "m" } : { n: Math.round(metres / 100) / 10, unit: "km" };
}

export function nearest<T extends At>(from: At, points: readonly T[]): T | null {
  let best: T | null = null;
  for (const point of points) if (!best || metresBetween(from, point) < metresBetween(from, best)) best = point;
  return best;
}

/** Whether the even-odd rule puts a position inside. */
export function isInside({ lng, lat }: At, rings: Rings): boolean {
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

/** Metres to the nearest edge of a shape, in a plane that is true around the position. */
function metresToEdge(at: At, rings: Rings): number {
  const east = radians(1) * EARTH_M * Math.cos(radians(at.lat));
  const north = radians(1) * EARTH_M;
  const flat = ([lng, lat]: number[]) => ({ x: (lng! - at.lng) * east, y: (lat! - at.lat) * north });
  let least = Infinity;
  for (const ring of rings) for (let step = 1; step < ring.length; step++) least = Math.min(least, toLine(flat(ring[step - 1]!), flat(ring[step]!)));
  return least;
}

function toLine(a: { x: number; y: number }, b: { x: number; y: number }): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = dx || dy ? Math.max(0, Math.min(1, -(a.x * dx + a.y * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(a.x + along * dx, a.y + along * dy);
}

export interface Standing { verdict: "inside" | "maybe" | "outside"; /** to the edge */ metres: number }

/** Where somebody stands to what was drawn; what the phone's accuracy leaves open is "maybe". */
export function standing(at: At, accuracy_m: number, drawn: { circle: Circle | null; shapes: Rings[] }): Standing | null {
  const each = drawn.shapes.map((rings) => (isInside(at, rings) ? -1 : 1) * metresToEdge(at, rings));
  if (drawn.circle) each.push(metresBetween(at, drawn.circle) - drawn.circle.radius_m);
  if (!each.length) return null;
  const beyond = Math.min(...each);
  const verdict = Math.abs(beyond) <= accuracy_m ? "maybe" : beyond < 0 ? "inside" : "outside";
  return { verdict, metres: Math.abs(beyond) };
}

/** Two opposite corners of the square around a circle. */
export function circleBox({ lng, lat, radius_m }: Circle): [At, At] {
  const up = degrees(radius_m / EARTH_M);
  const aside = up / Math.max(0.01, Math.cos(radians(lat)));
  return [{ lng: lng - aside, lat: lat - up }, { lng: lng + aside, lat: lat + up }];
}
