/** Where to run and how far: checked against published distances and by hand. */
import { describe, expect, test } from "vitest";
import { bearing, isInside, metresBetween, nearest, roundedWay, standing, walkMinutes, wind, type Rings } from "@/features/orders/geo";
import { toGcj02 } from "@/platform/gcj02";
import { amap, systemMap } from "@/platform/ways";

const HERE = { lng: 120.17, lat: 30.27 };
/** A degree of latitude, on the sphere that is used. */
const DEGREE_M = 111_195;
const moved = (north_m: number, east_m: number) => ({ lat: HERE.lat + north_m / DEGREE_M, lng: HERE.lng + east_m / (DEGREE_M * Math.cos((HERE.lat * Math.PI) / 180)) });
const square = (half_m: number): Rings => [[[-1, -1], [1, -1], [1, 1], [-1, 1], [-1, -1]].map(([east, north]) => {
  const corner = moved(north! * half_m, east! * half_m);
  return [corner.lng, corner.lat];
})];

describe("distance and direction", () => {
  test("Hangzhou to Shanghai is 165 km on the great circle", () => {
    expect(metresBetween({ lng: 120.1551, lat: 30.2741 }, { lng: 121.4737, lat: 31.2304 }) / 1000).toBeCloseTo(165, 0);
  });

  test.each([[100, 0, 0, "n"], [100, 100, 45, "ne"], [0, 100, 90, "e"], [-100, 100, 135, "se"], [-100, 0, 180, "s"], [-100, -100, 225, "sw"], [0, -100, 270, "w"], [100, -100, 315, "nw"]] as const)(
    "%i m north and %i m east lies at %i°, %s", (north, east, turn, name) => {
      const to = moved(north, east);
      expect(bearing(HERE, to)).toBeCloseTo(turn, 0);
      expect(wind(bearing(HERE, to))).toBe(name);
      expect(metresBetween(HERE, to)).toBeCloseTo(Math.hypot(north, east), 0);
    });

  test("the points of the compass meet at 22.5° and close the circle", () => {
    expect([22.4, 22.6, 337.4, 337.6, 360, -45].map(wind)).toEqual(["n", "ne", "nw", "n", "n", "nw"]);
  });

  test("80 m take a minute, and no way takes none", () => {
    expect([0, 1, 80, 81, 320].map(walkMinutes)).toEqual([1, 1, 1, 2, 4]);
  });

  test("a way is said in tens of metres, then in tenths of a kilometre", () => {
    expect([3, 324, 994, 996, 1_240].map(roundedWay)).toEqual([{ n: 0, unit: "m" }, { n: 320, unit: "m" }, { n: 990, unit: "m" }, { n: 1, unit: "km" }, { n: 1.2, unit: "km" }]);
  });

  test("of several points the nearest is chosen, of none none", () => {
    const [far, near] = [moved(900, 0), moved(0, -300)];
    expect(nearest(HERE, [far, near])).toBe(near);
    expect(nearest(HERE, [])).toBeNull();
  });
});

describe("inside or outside", () => {
  test("a hole in a shape is outside of it", () => {
    const ring = [...square(100), ...square(50)];
    expect([isInside(HERE, ring), isInside(moved(0, 75), ring), isInside(moved(0, 150), ring)]).toEqual([false, true, false]);
  });

  test.each([[0, 10, "inside", 120], [100, 30, "maybe", 20], [140, 30, "maybe", 20], [320, 30, "outside", 200]] as const)(
    "%i m from the middle of a 120 m circle, known to %i m, is %s", (east, accuracy, verdict, metres) => {
      const found = standing(moved(0, east), accuracy, { circle: { ...HERE, radius_m: 120 }, shapes: [] });
      expect(found?.verdict).toBe(verdict);
      expect(found?.metres).toBeCloseTo(metres, 0);
    });

  test("the edge of a polygon is as near as its nearest side", () => {
    expect(standing(moved(0, 150), 5, { circle: null, shapes: [square(100)] })).toMatchObject({ verdict: "outside", metres: expect.closeTo(50, 0) });
    expect(standing(moved(20, 0), 5, { circle: null, shapes: [square(100)] })).toMatchObject({ verdict: "inside", metres: expect.closeTo(80, 0) });
  });

  test("of a circle and a polygon, being in one is being inside", () => {
    const drawn = { circle: { ...moved(0, 1_000), radius_m: 50 }, shapes: [square(100)] };
    expect(standing(HERE, 5, drawn)?.verdict).toBe("inside");
    expect(standing(HERE, 5, { circle: null, shapes: [] })).toBeNull();
  });
});

describe("other people's maps", () => {
  test("GCJ-02 shifts a point of Hangzhou by some 500 m, and one of Tokyo not at all", () => {
    const shifted = toGcj02(HERE);
    expect(metresBetween(HERE, shifted)).toBeGreaterThan(400);
    expect(metresBetween(HERE, shifted)).toBeLessThan(700);
    expect(toGcj02({ lng: 139.69, lat: 35.69 })).toEqual({ lng: 139.69, lat: 35.69 });
  });

  test("GCJ-02 agrees with the well-known pair at Tiananmen", () => {
    const shifted = toGcj02({ lng: 116.391_3, lat: 39.907_5 });
    expect(shifted.lng).toBeCloseTo(116.397_5, 3);
    expect(shifted.lat).toBeCloseTo(39.908_9, 3);
  });

  test("only AMap is given shifted degrees, and every name is escaped", () => {
    expect(systemMap(HERE, "A & B", "Android 15")).toBe("geo:30.270000,120.170000?q=30.270000,120.170000(A%20%26%20B)");
    expect(systemMap(HERE, "点", "iPhone OS 18")).toBe("maps://?daddr=30.270000,120.170000&dirflg=w&q=%E7%82%B9");
    expect(systemMap(HERE, "点", "X11; Linux")).toBeNull();
    expect(amap(HERE, "点")).not.toContain("120.170000");
  });
});
