/** What the order's screen works out by itself: which way the phone points, which voice reads, what the map shows. */
import { describe, expect, test } from "vitest";
import { headingOf, turnTo } from "@/features/orders/compass";
import { dangerRings, drawing } from "@/features/orders/danger-map";
import { sentences, voiceFor } from "@/features/orders/read-aloud";
import type { DangerZone, Shapes } from "@/platform/shapes";

describe("the compass", () => {
  test("an iPhone says its heading, Android the turn against it", () => {
    expect(headingOf({ alpha: 10, webkitCompassHeading: 90 }, 0)).toBe(90);
    expect(headingOf({ alpha: 90, absolute: true }, 0)).toBe(270);
    expect(headingOf({ alpha: 0, absolute: true }, 90)).toBe(90);
  });

  test("what does not know where north is says nothing", () => {
    expect(headingOf({ alpha: 90, absolute: false }, 0)).toBeNull();
    expect(headingOf({ alpha: null, absolute: true }, 0)).toBeNull();
    expect(headingOf({ alpha: null, webkitCompassHeading: -1 }, 0)).toBeNull();
  });

  test.each([[350, 10, 370], [10, 350, -10], [0, 180, -180], [720, 90, 810]])("from %i° to %i° it turns to %i°, the short way", (from, to, turned) => expect(turnTo(from, to)).toBe(turned));
});

describe("reading aloud", () => {
  const voice = (lang: string, localService: boolean) => ({ lang, localService });

  test("a voice on the phone comes before one that needs a network", () => {
    const [far, near] = [voice("zh-CN", false), voice("zh_CN", true)];
    expect(voiceFor([far, voice("en-US", true), near], "zh-CN")).toBe(near);
    expect(voiceFor([far], "zh-CN")).toBe(far);
  });

  test("Cantonese and Taiwan's Mandarin read no mainland order, and no voice is no voice", () => {
    expect(voiceFor([voice("zh-HK", true), voice("zh_TW", true)], "zh-CN")).toBeNull();
    expect(voiceFor([], "en")).toBeNull();
  });

  test("a long text is said a sentence at a time and loses nothing", () => {
    const text = "严重。道路塌陷，立即撤离！不要乘电梯；不要返回。\nCall 119.";
    expect(sentences(text)).toEqual(["严重。", "道路塌陷，立即撤离！", "不要乘电梯；", "不要返回。", "Call 119."]);
    expect(sentences(text).join("")).toBe(text.replace("\n", ""));
  });
});

describe("the small map", () => {
  const ring = [[120.17, 30.27], [120.18, 30.27], [120.18, 30.28], [120.17, 30.27]];
  const area = { code: "330103005", name_zh: "潮鸣街道", name_en: "Chaoming", level: "street", lng_wgs84: 120.175, lat_wgs84: 30.275 };
  const shapes = { type: "FeatureCollection", features: [
    { type: "Feature", properties: { code: "330103005", name_zh: "潮鸣街道", name_en: "Chaoming", level: "street", geom_source: "schematic" }, geometry: { type: "Polygon", coordinates: [ring] } },
    { type: "Feature", properties: { code: "330103002", name_zh: "武林街道", name_en: "Wulin", level: "street", geom_source: "schematic" }, geometry: { type: "Polygon", coordinates: [ring] } },
  ] } as Shapes;
  const place = (more: Partial<DangerZone>): DangerZone => ({ polygon: null, circle: null, areas: [], ...more });
  const circle = { lng: 120.175, lat: 30.275, radius_m: 120 };

  test("the danger is what was drawn, and only without a drawing the areas that were called", () => {
    expect(dangerRings(place({ areas: [area], circle }), shapes)).toEqual([]);
    expect(dangerRings(place({ areas: [area] }), shapes)).toEqual([[ring]]);
    expect(dangerRings(place({ areas: [area], polygon: { type: "Polygon", coordinates: [ring] } }), null)).toEqual([[ring]]);
  });

  test("a called area without a kept outline is still a point on the map", () => {
    const drawn = drawing(place({ areas: [area] }), null, [], null);
    expect(drawn?.named).toMatchObject([{ code: "330103005", rings: [], at: { lng: 120.175, lat: 30.275 } }]);
    expect(drawn?.sketch.shows({ lng: 120.175, lat: 30.275 })).toBe(true);
  });

  test("neighbours are drawn beside the area, not instead of it", () => {
    const drawn = drawing(place({ areas: [area], circle }), shapes, [], null);
    expect([drawn?.named.map(({ code }) => code), drawn?.around.map(({ code }) => code)]).toEqual([["330103005"], ["330103002"]]);
  });

  test("an order that came by push with names only has nothing to draw", () => {
    const named = { ...area, code: "潮鸣街道", lng_wgs84: null, lat_wgs84: null };
    expect(drawing(place({ areas: [named] }), shapes, [], null)).toBeNull();
  });
});
