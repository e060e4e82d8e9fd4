/** Draws a circle given in metres as a ring of WGS-84 points. */
export interface Circle { lng: number; lat: number; radius_m: number }

const METRES_PER_DEGREE = 111_320;
const CORNERS = 64;

export function circleRing({ lng, lat, radius_m }: Circle): [number, number][] {
  const dy = radius_m / METRES_PER_DEGREE;
  const dx = dy / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_, step) => {
    const angle = ((step % CORNERS) / CORNERS) * 2 * Math.PI;
    return [lng + dx * Math.cos(angle), lat + dy * Math.sin(angle)];
  });
}
