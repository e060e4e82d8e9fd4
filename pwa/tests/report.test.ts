/** A report keeps the place and the time of its making, is sealed once, and can be begun again when refused. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { better, fixFrom, isEnough, isStillHere } from "@/features/incidents/place";
import { areaAt, metresBetween, moved, planAround, widthFor } from "@/features/incidents/pin";
import { grouped } from "@/features/incidents/categories";
import { discard, items } from "@/offline/outbox";
import { dropPhotos, keepPhotos, photosOf, putBack } from "@/offline/photos";
import { photosOfItem, sha256Of } from "@/offline/photos-sealed";
import { dropDraft, keepDraft, keptDraft, type Fix, type ReportDraft } from "@/offline/report-drafts";
import { bodyOf, forgetSealed, reopen, sealReport } from "@/offline/reports";
import { fitted, smallEnough } from "@/platform/shrink";
import type { Category, Shapes } from "@/platform/shapes";

const fix = (accuracy_m: number, at: number): Fix => ({ lng: 120.17, lat: 30.28, accuracy_m, at, source: "gnss" });
const draft = (more: Partial<ReportDraft> = {}): ReportDraft => ({ author: "me", id: "0198f0aa-0000-7000-8000-0000000000aa", category_code: "E0401", description: " 塌了 ", urgent: true, self_handled: false, fix: fix(12.4, 40_000), pin: null, area_code: "330103001001", changed_at: 0, ...more });
const JPEG = Uint8Array.from("\xff\xd8\xff\xe0JFIF", (character) => character.charCodeAt(0));
const photo = (tail: string) => new File([JPEG, tail], "a.jpg");
const asPictures = async () => Promise.all((await photosOf("me")).map(async ({ id, type, bytes }) => ({ draft_id: id, type, bytes, sha256: await sha256Of(bytes) })));

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
  await dropPhotos((await photosOf("me")).map(({ id }) => id));
  await dropDraft("me");
});

test("what is measured now comes before what the phone remembered, however exact that was", () => {
  const remembered = fix(5, 1_000);
  const now = fix(400, 60_500);
  expect(better(remembered, now, 60_000)).toBe(now);
  expect(better(now, remembered, 60_000)).toBe(now);
  expect(isEnough(remembered, 60_000)).toBe(false);
});

test("the more exact of two measurements is kept, and thirty metres are enough", () => {
  const rough = fix(80, 60_100);
  const exact = fix(30, 61_000);
  expect(better(rough, exact, 60_000)).toBe(exact);
  expect(better(exact, rough, 60_000)).toBe(exact);
  expect([isEnough(rough, 60_000), isEnough(exact, 60_000)]).toEqual([false, true]);
});

test("a photo taken a minute after the measurement may show another place", () => {
  expect(isStillHere(fix(5, 0), 60_000)).toBe(true);
  expect(isStillHere(fix(5, 0), 60_001)).toBe(false);
  expect(isStillHere(null, 0)).toBe(false);
});

test("a height, or an accuracy of metres, comes from satellites; a phone's wrong clock ages no position", () => {
  const heard = (accuracy: number, altitude: number | null, timestamp: number) => fixFrom({ coords: { latitude: 30, longitude: 120, accuracy, altitude } as GeolocationCoordinates, timestamp }, 1_000_000_000);
  expect([heard(500, 8, 1).source, heard(20, null, 1).source, heard(500, null, 1).source]).toEqual(["gnss", "gnss", "network"]);
  expect(heard(5, 8, 1_000_000_000 - 2 * 86_400_000).at).toBe(1_000_000_000);
  expect(heard(5, 8, 1_000_000_000 - 180_000).at).toBe(1_000_000_000 - 180_000);
});

test("the request says where it was measured, how long before, and what the pin says", () => {
  const said = JSON.parse(bodyOf(draft({ pin: { lng: 120.2, lat: 30.3 } }), [], 100_000, -7));
  expect(said).toEqual({
    id: draft().id, category_code: "E0401", description: "塌了", place: { lng_wgs84: 120.17, lat_wgs84: 30.28, accuracy_m: 12, age_s: 60, source: "gnss" }, pin: { lng_wgs84: 120.2, lat_wgs84: 30.3 },
    area_code: null, device_at: "1970-01-01T00:01:40.000Z", clock_offset_ms: -7, urgent: true, self_handled: false, photos: [],
  });
});

test("without any position the named area is where it was", () => {
  expect(JSON.parse(bodyOf(draft({ fix: null }), [], 0, 0))).toMatchObject({ place: null, pin: null, area_code: "330103001001" });
});

test("sealing takes the draft and its photos along, and leaves neither behind", async () => {
  await keepPhotos([photo("1"), photo("2")], "me");
  await keepDraft(draft());
  const item = await sealReport(draft(), await asPictures());
  expect(item).toMatchObject({ id: draft().id, record_id: draft().id, kind: "report", photos: { expected: 2, arrived: 0 } });
  expect(await photosOf("me")).toEqual([]);
  expect(await keptDraft("me")).toBeUndefined();
  const [one] = await photosOfItem(item.id);
  expect(one!.bytes!.size).toBe(JPEG.length + 1);
});

test("a tab killed between the sealing and the tidying reports nothing twice", async () => {
  await keepPhotos([photo("1")], "me");
  await keepDraft(draft());
  const [left] = await photosOf("me");
  await sealReport(draft(), await asPictures());
  await keepDraft(draft());
  await putBack(left!);
  expect(await forgetSealed(draft())).toBe(true);
  expect(await photosOf("me")).toEqual([]);
  expect(await keptDraft("me")).toBeUndefined();
});

test("a refused report becomes a draft under a new id with everything that it had", async () => {
  await keepPhotos([photo("1")], "me");
  const item = await sealReport(draft({ pin: { lng: 120.2, lat: 30.3 } }), await asPictures(), 100_000);
  await reopen(item, "new-id");
  await discard(item.id);
  expect(await keptDraft("me")).toMatchObject({ id: "new-id", category_code: "E0401", description: "塌了", urgent: true, fix: { lng: 120.17, lat: 30.28, accuracy_m: 12, at: 40_000, source: "gnss" }, pin: { lng: 120.2, lat: 30.3 } });
  expect(await photosOf("me")).toHaveLength(1);
  expect(await forgetSealed((await keptDraft("me"))!)).toBe(false);
  expect(await photosOf("me")).toHaveLength(1);
});

test("the plan turns a point into a dot and back, and the pin moves by metres", () => {
  const middle = { lng: 120.17, lat: 30.28 };
  const plan = planAround(middle, 320);
  const { x, y } = plan.xy(moved(middle, 40, 25));
  expect([Math.round(x), Math.round(y)]).toEqual([200, 91]);
  expect(metresBetween(plan.at(200, 91), moved(middle, 40, 25))).toBeLessThan(0.5);
  expect([widthFor(8), widthFor(60), widthFor(9_000)]).toEqual([160, 320, 5_120]);
});

test("the smallest area under the pin is named", () => {
  const square = (code: string, level: string, size: number) => ({ type: "Feature", properties: { code, level, name_zh: code, name_en: code }, geometry: { type: "Polygon", coordinates: [[[0, 0], [size, 0], [size, size], [0, size], [0, 0]]] } });
  const shapes = { type: "FeatureCollection", features: [square("street", "street", 4), square("grid", "grid", 1)] } as unknown as Shapes;
  expect(areaAt(shapes, { lng: 0.5, lat: 0.5 })?.code).toBe("grid");
  expect(areaAt(shapes, { lng: 2, lat: 2 })?.code).toBe("street");
  expect(areaAt(shapes, { lng: 9, lat: 9 })).toBeNull();
});

test("kinds are found in both languages, by their own or their class's name", () => {
  const all = [{ code: "E0102", zh: "暴露垃圾", en: "Exposed rubbish", class_code: "E01", class_zh: "市容环境", class_en: "Cleanliness" }, { code: "P0101", zh: "上水井盖", en: "Water cover", class_code: "P01", class_zh: "公用设施", class_en: "Utilities" }] as Category[];
  expect(grouped(all, "").map((group) => group.code)).toEqual(["E01", "P01"]);
  expect(grouped(all, "井盖")[0]!.items.map((one) => one.code)).toEqual(["P0101"]);
  expect(grouped(all, "CLEAN")[0]!.items.map((one) => one.code)).toEqual(["E0102"]);
});

test("a photo becomes no longer than 1600 px, and small in bytes by quality first and size then", async () => {
  expect(fitted(4_000, 3_000, 1_600)).toEqual({ width: 1_600, height: 1_200 });
  expect(fitted(640, 480, 1_600)).toEqual({ width: 640, height: 480 });
  const freed: number[] = [];
  const tried: string[] = [];
  const found = await smallEnough((side) => ({
    encode: async (quality) => {
      tried.push(`${side} ${quality}`);
      return new Blob([new Uint8Array(side === 1_280 && quality < 0.8 ? 1_000 : 500_000)]);
    },
    free: () => void freed.push(side),
  }));
  expect(found.size).toBe(1_000);
  expect(tried).toEqual(["1600 0.82", "1600 0.7", "1600 0.55", "1600 0.4", "1280 0.82", "1280 0.7"]);
  expect(freed).toEqual([1_600, 1_280]);
});

test("what cannot wait stands before the classes of every day", () => {
  const kind = (code: string, class_code: string, urgent: boolean) => ({ code, class_code, urgent, zh: code, en: code, class_zh: class_code, class_en: class_code });
  const all = [kind("E0101", "E01", false), kind("E0401", "E04", true), kind("E0402", "E04", true), kind("E0407", "E04", false), kind("E0601", "E06", true), kind("E0602", "E06", false)] as Category[];
  expect(grouped(all, "").map((group) => group.code)).toEqual(["E04", "E01", "E06"]);
});
