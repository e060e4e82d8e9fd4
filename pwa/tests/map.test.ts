/** The map in words and shapes: what is remembered, how things look, where orders apply, and how full grids are. */
import { beforeAll, expect, test } from "vitest";
import { read } from "@/features/map/choice";
import { assembly, corners, dots, heat, zones } from "@/features/map/features";
import { caseLook, LAYERS, objectKinds, objectLook } from "@/features/map/kinds";
import { legend } from "@/features/map/legend";
import { lettersOn } from "@/features/map/marks";
import { thingOf } from "@/features/map/things";
import { speak, withWords } from "@/i18n";
import type { IncidentDots, MapObjects, MapOrders, Shapes } from "@/platform/shapes";

beforeAll(async () => {
  Object.assign(globalThis, { document: { documentElement: {} } });
  await withWords(Promise.resolve(), "map");
  await speak("zh-CN");
});

const square = (code: string, west: number) => ({ type: "Feature", properties: { code, name_zh: code, name_en: code, level: "grid", geom_source: "schematic" }, geometry: { type: "Polygon", coordinates: [[[west, 30], [west + 1, 30], [west + 1, 31], [west, 30]]] } });
const shapes = { type: "FeatureCollection", features: [square("a", 120), square("b", 121)] } as unknown as Shapes;
const order = (place: object, more: object = {}) => ({ id: "o", status: "Actual", severity: "Severe", event: "x", headline: { zh: "塌陷", en: "Collapse" }, sent: "2026-03-02T01:00:00Z", expires: "2026-03-02T05:00:00Z", is_watched: true, assembly_points: [], place: { polygon: null, circle: null, areas: [], ...place }, ...more });
const orders = (...items: object[]) => ({ items, is_cut: false }) as unknown as MapOrders;
const objects = {
  items: [{ id: "1", kind: "dwelling", label: "刀茅巷 12 号", state: "red", why: { zh: "红: 超员" }, lng_wgs84: 120, lat_wgs84: 30, is_measured: true }, { id: "2", kind: "dwelling", label: "", state: "gone", why: {}, lng_wgs84: 120, lat_wgs84: 30, is_measured: false }],
  is_cut: false, title: { zh: "出租房", en: "Housing" }, icon: "house",
  states: [{ kind: "dwelling", code: "red", zh: "红", en: "Red", colour: "red", icon: "stop", level: 4 }],
} as unknown as MapObjects;

test("what is remembered is what this person may see, and nonsense is the first choice again", () => {
  expect(read(null, LAYERS).on).toEqual(["orders", "cases", "people"]);
  expect(read(null, ["orders"]).on).toEqual(["orders"]);
  expect(read('{"on":["heat","people","x"],"module":"lifts","base":"img","tall":true}', ["orders", "heat"])).toEqual({ on: ["heat"], module: "lifts", base: "img", tall: true });
  expect(read('{"on":7,"base":"elsewhere"', LAYERS)).toEqual({ on: ["orders", "cases", "people"], module: null, base: "schematic", tall: false });
});

test("a case looks as late before everything else", () => {
  const looks = [["handling", true], ["dispatched", false], ["checking", false], ["suspended", false]] as const;
  expect(looks.map(([state, overdue]) => caseLook({ state, overdue }))).toEqual(["late", "act", "check", "suspended"]);
});

test("an object stands in its module's state, and one that the module no longer names in none", () => {
  expect(objects.items.map((one) => objectLook(one, objects))).toEqual(["dwelling.red", "none"]);
  expect(objectKinds(objects).map(({ text, sign, tone }) => [text, sign, tone])).toEqual([["红", "✕", "danger"], ["未定", "•", "muted"]]);
  expect(dots("objects", { objects }).features.map(({ properties }) => [properties.mark, properties.late])).toEqual([["objects-dwelling.red", 1], ["objects-none", 0]]);
});

test("an order applies where it was drawn, else in the areas that it names", () => {
  const circle = zones(orders(order({ circle: { lng: 120, lat: 30, radius_m: 120 } })), shapes).features[0]!;
  expect(corners(circle.geometry)).toHaveLength(65);
  expect(zones(orders(order({ areas: [{ code: "b" }] }, { status: "Exercise" })), shapes).features.map(({ properties }) => properties.drill)).toEqual([true]);
  expect(zones(orders(order({ areas: [{ code: "c" }] })), null).features).toEqual([]);
  expect(assembly(orders(order({}, { assembly_points: [{ name: { zh: "操场", en: "Yard" }, lng: 1, lat: 2 }] }))).features[0]!.properties.name).toBe("操场");
});

test("a grid is as hot as its share of the fullest one, and an empty one is left alone", () => {
  const found = heat({ items: [{ area_code: "a", count: 4 }, { area_code: "z", count: 8 }] }, shapes);
  expect(found.features.map(({ properties }) => properties)).toEqual([{ code: "a", count: 4, share: 0.5 }]);
});

test("the legend says in words how much of each lies there, and nothing of what is off or absent", () => {
  const cases = { items: [{ state: "handling", overdue: true }, { state: "handling", overdue: false }, { state: "pending", overdue: false }], is_cut: false } as unknown as IncidentDots;
  const data = { cases, objects, orders: orders(order({}), order({}, { status: "Exercise" })) };
  const lines = legend(data, { on: ["cases", "orders"], module: null, base: "schematic", tall: false });
  expect(lines.map(({ kind, count }) => [kind.text, count])).toEqual([["指令范围", 1], ["演练范围", 1], ["已超时", 1], ["待办", 2]]);
});

test("an order opens as its board for who reads boards, and as it came for others", () => {
  const data = { orders: orders(order({})) };
  const open = (boards: boolean) => thingOf({ layer: "orders", id: "o" }, data, { boards })?.to;
  expect([open(true), open(false)]).toEqual(["/command/orders/o", "/orders/o"]);
  expect(thingOf({ layer: "cases", id: "gone" }, data, { boards: true })).toBeNull();
});

test("an object of a module opens as its row", () => {
  expect(thingOf({ layer: "objects", id: "2" }, { objects }, { boards: true })).toMatchObject({ title: "出租房", to: "/module-entities/2" });
});

test("letters are read on every ground", () => {
  expect([lettersOn("#a60d1d"), lettersOn("#ffa0a8"), lettersOn("#f2c300"), lettersOn("#455462")]).toEqual(["#ffffff", "#0f1a23", "#0f1a23", "#ffffff"]);
});
