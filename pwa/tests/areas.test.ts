/** Choosing areas on the tree and drawing a circle around a point. */
import { expect, test } from "vitest";
import { commanded, covers, toggle } from "@/features/areas/choice";
import { circleRing } from "@/features/areas/circle";
import type { Area } from "@/platform/shapes";

const area = (code: string, path: string): Area => ({ code, path, level: "grid", name_zh: code, name_en: code, parent_code: null, lng_wgs84: null, lat_wgs84: null });
const AREAS = [area("1", "1."), area("11", "1.11."), area("111", "1.11.111."), area("12", "1.12.")];

test("choosing a larger area takes in the smaller ones chosen before", () => {
  expect(toggle(["111", "12"], "11", AREAS)).toEqual(["12", "11"]);
});

test("a second tap takes an area out again", () => {
  expect(toggle(["11"], "11", AREAS)).toEqual([]);
});

test("an area below a chosen one is covered", () => {
  expect(covers(["11"], "111", AREAS)).toBe(true);
  expect(covers(["11"], "12", AREAS)).toBe(false);
});

test("a commander chooses only inside the areas granted", () => {
  expect(commanded(AREAS, ["11"]).map((one) => one.code)).toEqual(["11", "111"]);
});

test("a circle's ring is closed and as far away as asked", () => {
  const ring = circleRing({ lng: 120, lat: 30, radius_m: 500 });
  expect(ring[0]).toEqual(ring.at(-1));
  for (const [lng, lat] of ring) {
    const metres = Math.hypot((lng - 120) * 111_320 * Math.cos(Math.PI / 6), (lat - 30) * 111_320);
    expect(metres).toBeCloseTo(500, 5);
  }
});
