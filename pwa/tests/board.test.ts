/** The board's pure answers: how places stand and are sorted, the chart's steps, the sheet of the map. */
import { expect, test, vi } from "vitest";
import { calmly } from "@/platform/calm";
import { endOf, stepPath, verdict } from "@/features/commands/board-chart";
import { byNeed, clock, lookOf, percent, sorted, unanswered } from "@/features/commands/board-look";
import { sheetOf } from "@/features/commands/board-map";
import { trailTo } from "@/features/commands/crumbs";
import type { BoardNode, Comparison, Shapes } from "@/platform/shapes";

const person = (state: string | null) => ({ id: "1", name: "陈小河", phone: "19900000000", state }) as BoardNode["responsible"];
const node = (area_code: string, more: Partial<BoardNode> = {}): BoardNode => ({
  area_code, name_zh: area_code, name_en: area_code, level: "grid", people: 10, answered_people: 0, asks_help: 0, totals: {} as BoardNode["totals"],
  answered: false, deadline_at: "2026-03-02T01:05:00Z", is_overdue: false, resent_at: null, responsible: person("shown"), substitutes: [], ...more,
});
const codes = (nodes: BoardNode[]) => nodes.map((one) => one.area_code).join("");

test("a place is green only when it is answered, whatever its share", () => {
  expect(lookOf(node("a", { answered_people: 10 }))).toBe("waiting");
  expect(lookOf(node("a", { answered: true, is_overdue: false }))).toBe("answered");
  expect(lookOf(node("a", { is_overdue: true }))).toBe("overdue");
});

test("a place whose responsible person was not asked says that it waits for nobody", () => {
  expect(lookOf(node("a", { responsible: null }))).toBe("blocked");
  expect(lookOf(node("a", { responsible: person(null), is_overdue: true }))).toBe("blocked");
});

test("what needs somebody stands first: help, overdue, the least answered, and last what is answered", () => {
  const nodes = [node("a", { answered: true }), node("b", { answered_people: 5 }), node("c", { answered_people: 1 }), node("d", { is_overdue: true, answered_people: 9 }), node("e", { answered: true, asks_help: 1 })];
  expect(codes(byNeed(nodes))).toBe("edcba");
});

test("the table is sorted by any column, both ways, and even rows keep the order of their codes", () => {
  const nodes = [node("c", { answered_people: 3 }), node("a", { people: 100, answered_people: 10 }), node("b", { answered_people: 3 })];
  const by = (sort: Parameters<typeof sorted>[1], down = false) => codes(sorted(nodes, sort, down, (one) => one.name_zh));
  expect(by("place")).toBe("abc");
  expect(by("answered")).toBe("bca");
  expect(by("answered", true)).toBe("acb");
  expect(by("share")).toBe("abc");
});

test("99 of 100 people are not 100 percent", () => {
  expect(percent(node("a", { people: 1_000, answered_people: 999 }))).toBe(99);
  expect(percent(node("a", { people: 0 }))).toBe(0);
});

test("who was stopped before it was sent is not waited for", () => {
  const totals = { superseded: 5, planned: 1, accepted: 2, shown: 3, opened: 4, acknowledged: 9 } as unknown as BoardNode["totals"];
  expect(unanswered({ totals })).toBe(10);
});

test("a clock says minutes and seconds, and tenths where they count", () => {
  expect([clock(0), clock(247.9), clock(3_661), clock(-3), clock(41.23, { tenths: true })]).toEqual(["0:00", "4:07", "1:01:01", "0:00", "41.2"]);
});

const BOX = { width: 80, height: 100 };

test("the chart rises at its moments, stays level between them and ends where nothing is known yet", () => {
  expect(stepPath([0, 0.5, 0.5, null], BOX)).toBe("M0 100 H20 V100 H40 V50 H60 V50");
  expect(endOf([0, 0.5, 0.5, null], BOX)).toEqual({ x: 60, y: 50 });
  expect([stepPath([null], BOX), endOf([null], BOX)]).toEqual(["M0 100", null]);
});

const measured = (shares: (number | null)[], accepted: number | null) => ({ order_id: "1", sent: "2026-03-02T01:00:00Z", people: 4, shares, seconds_to_accepted: accepted });
const compared = (order: ReturnType<typeof measured>, drill: ReturnType<typeof measured> | null): Comparison => ({ moments: [10, 20, 30], order, drill });

test("two orders are compared at the last moment that both have reached", () => {
  expect(verdict(compared(measured([0.5, 0.75, null], 41.2), measured([0.25, 0.5, 1], 45))))
    .toEqual({ moment: 20, now: 0.75, then: 0.5, points: 25, sooner: 3.8 });
});

test("nothing is compared where there was no drill or nothing is known, and no seconds where one was not timed", () => {
  expect(verdict(compared(measured([0.5, null, null], 1), null))).toBeNull();
  expect(verdict(compared(measured([null, null, null], 1), measured([0, 0, 0], 1)))).toBeNull();
  expect(verdict(compared(measured([0, 0, 0], null), measured([0, 0, 0], 4)))?.sooner).toBeNull();
});

const square = (code: string, west: number, south: number) => ({
  type: "Feature", properties: { code },
  geometry: { type: "Polygon", coordinates: [[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]] },
});
const SHAPES = { type: "FeatureCollection", features: [square("1", 0, 0), square("2", 1, 0), square("3", 50, 50)] } as unknown as Shapes;

test("the map draws only the places asked for, north above, filling its sheet", () => {
  const sheet = sheetOf(SHAPES, new Set(["1", "2"]))!;
  expect(sheet.places.map((place) => place.code)).toEqual(["1", "2"]);
  expect([Math.round(sheet.width), Math.round(sheet.height)]).toEqual([1000, 500]);
  expect(sheet.places[0]!.at).toEqual({ x: 250, y: 250 });
  expect(sheet.places[0]!.path.startsWith("M0 500")).toBe(true);
  expect(sheetOf(SHAPES, new Set(["9"]))).toBeNull();
});

test("what happened somewhere is drawn where the places are", () => {
  const sheet = sheetOf(SHAPES, new Set(["1", "2"]))!;
  const first = SHAPES.features.find((feature) => feature.properties.code === "1")!;
  const [[corner]] = (first.geometry as unknown as { coordinates: number[][][] }).coordinates as [number[][]];
  const [x, y] = sheet.point(corner!);
  expect(sheet.places[0]!.path.startsWith(`M${x} ${y}`)).toBe(true);
});

const crumb = (code: string) => ({ code, name_zh: code, name_en: code });

test("the way down grows with each place, and a step up or aside drops what lies beyond", () => {
  const deep = trailTo([crumb("1"), crumb("11")], crumb("111"));
  expect(deep.map((one) => one.code)).toEqual(["1", "11", "111"]);
  expect(trailTo(deep, crumb("11")).map((one) => one.code)).toEqual(["1", "11"]);
  expect(trailTo(deep, crumb("12")).map((one) => one.code)).toEqual(["1", "12"]);
  expect(trailTo(deep, null)).toEqual([]);
});

test("a hundred hints at once are one pull now and one more when it has rested", async () => {
  vi.useFakeTimers();
  let pulls = 0;
  const refresh = calmly(() => Promise.resolve(pulls++), 1_000);
  for (let hint = 0; hint < 100; hint++) refresh();
  expect(pulls).toBe(1);
  await vi.advanceTimersByTimeAsync(999);
  expect(pulls).toBe(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(pulls).toBe(2);
  vi.useRealTimers();
});

test("an act that fails is told, and the next one is made all the same", async () => {
  vi.useFakeTimers();
  const told = vi.fn();
  vi.stubGlobal("reportError", told);
  let acts = 0;
  const refresh = calmly(() => (acts++ ? Promise.resolve() : Promise.reject(new Error("of the first"))), 1_000);
  refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toHaveBeenCalledWith(new Error("of the first"));
  refresh();
  expect(acts).toBe(2);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
