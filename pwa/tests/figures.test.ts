/** Figures in words: none is not zero, hidden is not none, old is grey, and what is better depends on the indicator. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deltaOf, figureOf, goalOf, isStale, momentOf, partOf, periodOf, rankOf, whenOf, written } from "@/features/indicators/figures";
import { cardsOf, headlinesOf, ownMode, rootsOf } from "@/features/indicators/cockpit";
import { pathOf, sparkOf, unbroken } from "@/features/indicators/spark";
import { withWords } from "@/i18n";
import type { CockpitCard, CockpitWhole } from "@/platform/shapes";

const CARD = {
  code: "SO009", name_zh: "按期处置率", name_en: "On-time", unit_zh: "%", unit_en: "%", decimals: 1, period: "D", direction: "up", goal: 95, band: null,
  value: 96.5, is_suppressed: false, is_stale: false, fresh_until: null, starts_at: "2026-03-01T16:00:00Z", as_of: "2026-03-02T16:00:00Z", previous: 95, previous_year: null, rank: null, spark: [],
} as unknown as CockpitCard;
const card = (change: Partial<CockpitCard>): CockpitCard => ({ ...CARD, ...change });

beforeEach(async () => {
  await withWords(Promise.resolve(), "figures");
});
afterEach(() => void vi.useRealTimers());

const onDay = (moment: string) => vi.useFakeTimers({ toFake: ["Date"] }).setSystemTime(Date.parse(moment));

test("a figure has its unit and all its decimals", () => {
  expect(figureOf(card({ value: 95 }))).toMatchObject({ text: "95.0", unit: "%", isNone: false });
  expect(written(1234567.5, 2)).toBe("1,234,567.50");
});

test("nought is a figure, none is a dash, and what is hidden says neither", () => {
  expect(figureOf(card({ value: 0 }))).toMatchObject({ text: "0.0", isNone: false });
  expect(figureOf(card({ value: null }))).toMatchObject({ text: "—", unit: "", isNone: true, hint: "暂无数据" });
  const hidden = figureOf(card({ value: null, is_suppressed: true }));
  expect(hidden).toMatchObject({ text: "不显示", isNone: true });
  expect(hidden.hint).toContain("10 人");
});

test("a share changes by points, a number by itself and by its part", () => {
  expect(deltaOf(CARD, "previous")).toEqual({ sign: 1, amount: "+1.5 个百分点", share: "", good: true, than: "较前一日" });
  const firms = card({ unit_zh: "家", decimals: 0, value: 9, previous: 12, period: "M" });
  expect(deltaOf(firms, "previous")).toMatchObject({ sign: -1, amount: "−3", share: "25.0%", good: false, than: "较上月" });
});

test("less is better where the indicator says so, and nothing is where it does not", () => {
  expect(deltaOf(card({ direction: "down" }), "previous")?.good).toBe(false);
  expect(deltaOf(card({ direction: "down", value: 90 }), "previous")?.good).toBe(true);
  expect(deltaOf(card({ direction: "info" }), "previous")?.good).toBeNull();
  expect(deltaOf(card({ direction: "band" }), "previous")?.good).toBeNull();
  expect(deltaOf(card({ value: 95 }), "previous")).toMatchObject({ sign: 0, amount: "±0.0 个百分点", good: null });
});

test("without one of two figures nothing is compared, and of nought no part is taken", () => {
  expect(deltaOf(CARD, "previous_year")).toBeNull();
  expect(deltaOf(card({ value: null }), "previous")).toBeNull();
  expect(deltaOf(card({ unit_zh: "家", previous: 0, value: 3 }), "previous")?.share).toBe("");
  expect(deltaOf(card({ previous_year: 90 }), "previous_year")).toMatchObject({ amount: "+6.5 个百分点", than: "较去年同期" });
});

test("a change smaller than what is shown is none", () => {
  expect(deltaOf(card({ value: 0.3, previous: 0.1 + 0.2 }), "previous")?.sign).toBe(0);
});

test("a goal is a limit or two of them", () => {
  expect(goalOf(CARD)).toBe("≥ 95");
  expect(goalOf(card({ direction: "down", goal: 2.5 }))).toBe("≤ 2.5");
  expect(goalOf(card({ direction: "band", goal: null, band: [40, 60] }))).toBe("40–60");
  expect(goalOf(card({ goal: null }))).toBe("");
});

test("a place among peers says how it is counted", () => {
  expect(rankOf(card({ rank: { place: 3, of: 8, ties: 1, method: "lower_first" } }))).toEqual({ text: "3/8", tied: true, method: "低者在前" });
  expect(rankOf(CARD)).toBeNull();
});

test("a copy that was fresh when it came is grey once its time is over", () => {
  expect(isStale(card({ is_stale: true }))).toBe(true);
  expect(isStale(card({ fresh_until: new Date(Date.now() + 60_000).toISOString() }))).toBe(false);
  expect(isStale(card({ fresh_until: new Date(Date.now() - 60_000).toISOString() }))).toBe(true);
});

test("a period is named by Beijing's calendar", () => {
  onDay("2026-05-04T02:00:00Z");
  expect(periodOf("D", "2026-03-01T16:00:00Z")).toBe("3月2日");
  expect(periodOf("Q", "2026-03-31T16:00:00Z")).toBe("2026年第2季度");
  expect(periodOf("M", "2026-12-31T16:00:00Z")).toBe("2027年1月");
  expect(periodOf("D", null)).toBe("");
});

test("of another year than this one of Beijing a day, a week and an hour say which", () => {
  onDay("2026-12-31T15:59:00Z");
  expect(periodOf("D", "2026-03-01T16:00:00Z")).toBe("3月2日");
  // In Hangzhou the new year has begun, whatever the phone's own place says.
  onDay("2026-12-31T16:01:00Z");
  expect(periodOf("D", "2026-03-01T16:00:00Z")).toBe("2026年3月2日");
  expect(periodOf("D", "2026-12-31T16:00:00Z")).toBe("1月1日");
  expect(periodOf("W", "2026-03-01T16:00:00Z")).toContain("2026年3月2日");
  expect(periodOf("RT", "2026-03-02T01:00:00Z")).toBe("2026年3月2日 09:00");
  expect(periodOf("M", "2026-02-28T16:00:00Z")).toBe("2026年3月");
  expect(whenOf("2026-03-02T01:00:00Z")).toBe("2026年3月2日 09:00");
});

test("what is looked at later and elsewhere has its year always", () => {
  onDay("2026-05-04T02:00:00Z");
  expect(periodOf("D", "2026-03-01T16:00:00Z", true)).toBe("2026年3月2日");
  expect(momentOf("2026-03-02T01:05:00Z")).toBe("2026年3月2日 09:05");
  expect([momentOf(null), whenOf("2026-05-04T01:00:00Z")]).toEqual(["—", expect.not.stringContaining("2026")]);
});

test("what a share is of has digits after the point only where it needs them", () => {
  expect([partOf(null, 1), partOf(118, 1), partOf(118.25, 1)]).toEqual(["—", "118", "118.3"]);
});

test("a line has a gap where there is no figure, and runs within its frame", () => {
  const { pieces, last } = sparkOf([null, 1, 3, null, 2]);
  expect(pieces.map((piece) => piece.length)).toEqual([2, 1]);
  expect(last).toEqual(pieces[1]![0]);
  const heights = pieces.flat().map(([, y]) => y);
  expect([Math.min(...heights), Math.max(...heights)]).toEqual([3, 25]);
  expect(pathOf(pieces[1]!)).toMatch(/h0$/);
  expect(sparkOf([2, 2]).pieces[0]!.map(([, y]) => y)).toEqual([14, 14]);
  expect(sparkOf([null, null])).toEqual({ pieces: [], last: null });
  expect(unbroken([null, 0, null, null, 1, 2])).toEqual([[0], [1, 2]]);
});

test("cards stand in the order of their section, and unknown ones are left out", () => {
  const whole = { cards: [card({ code: "A" }), card({ code: "B" })], sections: [{ key: "headline", codes: ["B", "X", "A"] }] } as unknown as CockpitWhole;
  expect(cardsOf(whole, ["B", "X", "A"]).map(({ code }) => code)).toEqual(["B", "A"]);
  expect(headlinesOf(whole, 1).map(({ code }) => code)).toEqual(["B"]);
});

test("cockpits begin at what is one's own, once, and only where one reads", () => {
  const grants = [["commander", "330103"], ["duty_officer", "330103005"], ["volunteer", "330104"], ["analyst", "330105"], ["commander", "330105"]].map(([role, area_code]) => ({ role: role!, area_code: area_code! }));
  expect(rootsOf(grants).map(({ area_code }) => area_code)).toEqual(["330103", "330105"]);
});

test("a mode from above is not the place's own", () => {
  const of = (area: string) => ({ area: { code: "330103005" }, mode: { key: "flood", area } }) as unknown as CockpitWhole;
  expect(ownMode(of("330103005"))).toBe("flood");
  expect(ownMode(of("330103"))).toBe("normal");
});
