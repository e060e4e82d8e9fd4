/** The small map: everything that matters is on it, and its scale is true. */
import { expect, test } from "vitest";
import { metresBetween } from "@/features/orders/geo";
import { boxOf, HEIGHT, layOut, ringsOf, widened, WIDTH } from "@/features/orders/sketch";

const CIRCLE = { lng: 120.175, lat: 30.272, radius_m: 120 };
const apart = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);

test("north is up and east is right", () => {
  const map = layOut(boxOf(CIRCLE, [], [])!);
  const middle = map.point(CIRCLE);
  expect(middle).toEqual({ x: WIDTH / 2, y: HEIGHT / 2 });
  expect(map.point({ ...CIRCLE, lat: CIRCLE.lat + 0.001 }).y).toBeLessThan(middle.y);
  expect(map.point({ ...CIRCLE, lng: CIRCLE.lng + 0.001 }).x).toBeGreaterThan(middle.x);
});

test("a length on the drawing is the same length on the ground, in every direction", () => {
  const map = layOut(boxOf(CIRCLE, [], [])!);
  for (const to of [{ lng: 120.1762, lat: 30.272 }, { lng: 120.175, lat: 30.273 }, { lng: 120.1741, lat: 30.2713 }]) {
    expect(apart(map.point(CIRCLE), map.point(to))).toBeCloseTo(map.length(metresBetween(CIRCLE, to)), 0);
  }
  expect(map.scale.width).toBeCloseTo(map.length(map.scale.metres), 6);
  expect(map.scale.width).toBeLessThanOrEqual(WIDTH / 3);
});

test("a circle of 10 m still shows its surroundings", () => {
  const map = layOut(boxOf({ ...CIRCLE, radius_m: 10 }, [], [])!);
  expect(map.length(10)).toBeLessThan(HEIGHT / 10);
});

test("an assembly point down the road is on the map, and one in the next town is not", () => {
  const [near, far] = [{ lng: 120.1757, lat: 30.2763 }, { lng: 120.6, lat: 30.5 }];
  const map = layOut(widened(boxOf(CIRCLE, [], [])!, [near, far]));
  expect([map.shows(near), map.shows(far), map.shows(CIRCLE)]).toEqual([true, false, true]);
});

test("polygons and many polygons are read, anything else draws nothing", () => {
  const ring = [[120, 30], [120.1, 30], [120.1, 30.1], [120, 30]];
  expect(ringsOf({ type: "Polygon", coordinates: [ring] })).toEqual([[ring]]);
  expect(ringsOf({ type: "MultiPolygon", coordinates: [[ring], [ring]] })).toHaveLength(2);
  expect([ringsOf(null), ringsOf({ type: "Point", coordinates: [1, 2] })]).toEqual([[], []]);
  expect(boxOf(null, [], [])).toBeNull();
  expect(layOut(boxOf(null, [[ring]], [])!).path([ring])).toMatch(/^M[\d. L]+Z$/);
});
