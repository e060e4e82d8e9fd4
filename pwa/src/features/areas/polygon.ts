/** A place drawn corner by corner with a finger: what it is so far, and whether its edges cross. */
export type Corner = [number, number];
export interface Drawing { corners: Corner[]; closed: boolean }

export const FEWEST = 3;
/** The server's own limit, with room for the corner that closes the ring. */
export const MOST = 999;

export function withCorner(drawing: Drawing | null, at: { lng: number; lat: number }): Drawing {
  const corners = drawing?.corners ?? [];
  if (drawing?.closed || corners.length >= MOST) return drawing!;
  return { corners: [...corners, [at.lng, at.lat]], closed: false };
}

/** First opens a closed one again, then takes corner after corner back. */
export function undone(drawing: Drawing): Drawing | null {
  if (drawing.closed) return { ...drawing, closed: false };
  return drawing.corners.length > 1 ? { corners: drawing.corners.slice(0, -1), closed: false } : null;
}

/** From three corners on it is counted as if it were closed, so that the figures move with the finger. */
export function asPolygon(drawing: Drawing | null): { type: "Polygon"; coordinates: Corner[][] } | null {
  if (!drawing || drawing.corners.length < FEWEST) return null;
  return { type: "Polygon", coordinates: [[...drawing.corners, drawing.corners[0]!]] };
}

/** Whether two edges cross; the edge that would close it counts only once it is closed. */
export function crosses({ corners, closed }: Drawing): boolean {
  const path = closed && corners.length >= FEWEST ? [...corners, corners[0]!] : corners;
  const edges = path.slice(1).map((end, index) => [path[index]!, end] as const);
  return edges.some(([a, b], i) => edges.some(([c, d], j) => j > i + 1 && !(closed && i === 0 && j === edges.length - 1) && meet(a, b, c, d)));
}

function meet(a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);
}

function side([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number {
  return Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
}
