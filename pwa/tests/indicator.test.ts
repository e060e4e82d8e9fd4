/** The pure answers behind an indicator's page: periods, the drawn history, the wide view, thresholds, the shared picture. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { drawn, marksOf, nearest } from "@/features/indicators/chart";
import { goalFor, perOf } from "@/features/indicators/history";
import { follows, persOf, sinceOf, yearLater } from "@/features/indicators/periods";
import { pictureOf, WIDTH, wrapped, type PictureWords, type TextOp } from "@/features/indicators/picture";
import { wordsOf } from "@/features/indicators/share";
import { draftOf, faultOf, newDraft, sentOf } from "@/features/indicators/watches";
import { axisOf, optionOf, yearAgo, type Line } from "@/features/indicators/wide";
import { withWords } from "@/i18n";
import type { IndicatorDefinition, IndicatorPoint, IndicatorWatch, IndicatorWhole } from "@/platform/shapes";

afterEach(() => void vi.useRealTimers());

/** Monday, 2 March 2026, nine in Hangzhou. */
const NOW = Date.parse("2026-03-02T01:00:00Z");
const day = (text: string) => `${text}T00:00:00+08:00`;
const point = (starts_at: string, value: number | null, more: Partial<IndicatorPoint> = {}): IndicatorPoint => ({
  starts_at, value, numerator: null, denominator: null, is_suppressed: false, as_of: starts_at, received_at: starts_at, source: "import", is_demo: false, revision: 0, ...more,
});
const meaning = (more: Partial<IndicatorDefinition> = {}) => ({ code: "EC029", period: "D", over_time: "last", decimals: 0, unit_zh: "家", unit_en: "firms", ...more }) as IndicatorDefinition;

describe("periods", () => {
  test("an indicator is seen by its own period and longer ones, never by shorter", () => {
    expect(persOf("D")).toEqual(["period", "week", "month", "quarter", "year"]);
    expect(persOf("M")).toEqual(["period", "quarter", "year"]);
    expect(persOf("Y")).toEqual(["period"]);
  });

  test("what is asked for begins where a period of Beijing begins", () => {
    expect(sinceOf("D", NOW)).toBe("2026-01-02");
    expect(sinceOf("W", NOW)).toBe("2025-03-10");
    expect(sinceOf("M", NOW)).toBe("2024-04-01");
    expect(sinceOf("Q", NOW)).toBe("2023-04-01");
    expect(sinceOf("Y", NOW)).toBe("2017-01-01");
    // Still Sunday in London, Monday in Hangzhou.
    expect(sinceOf("W", Date.parse("2026-03-01T17:00:00Z"))).toBe(sinceOf("W", NOW));
  });

  test("a year later is the same day, and of weeks the same Monday", () => {
    expect(yearLater("D", Date.parse(day("2025-03-02")))).toBe(Date.parse(day("2026-03-02")));
    expect(new Date(yearLater("W", Date.parse(day("2025-03-03")))).toISOString()).toBe(new Date(day("2026-03-02")).toISOString());
  });

  test("months follow each other whatever their length, and one that lies between is missed", () => {
    expect(follows("M", Date.parse(day("2026-01-01")), Date.parse(day("2026-02-01")))).toBe(true);
    expect(follows("M", Date.parse(day("2026-02-01")), Date.parse(day("2026-04-01")))).toBe(false);
  });

  test("an address that says nonsense means the indicator's own period; a day's goal is none for a month of sums", () => {
    expect([perOf("month"), perOf("decade"), perOf(undefined)]).toEqual(["month", "period", "period"]);
    const sums = meaning({ goal: 10, over_time: "sum" });
    expect([goalFor(sums, "period"), goalFor(sums, "month"), goalFor({ ...sums, over_time: "ratio" }, "month")]).toEqual([10, null, 10]);
  });
});

describe("the drawn history", () => {
  test("breaks where a figure is null, where it is hidden and where a day is missing", () => {
    const points = [point(day("2026-02-20"), 4), point(day("2026-02-21"), 5), point(day("2026-02-22"), null), point(day("2026-02-23"), 6), point(day("2026-02-24"), 7), point(day("2026-02-28"), 8)];
    const { lines, alone, dots } = drawn(points, "D", null);
    expect(lines).toHaveLength(2);
    expect(alone.map((dot) => dot.value)).toEqual([8]);
    expect(dots.map((dot) => dot.x)).toEqual([0, 12.5, 37.5, 50, 100]);
  });

  test("marks what was corrected, and never draws what is not shown as nought", () => {
    const { dots } = drawn([point(day("2026-02-20"), null, { is_suppressed: true }), point(day("2026-02-21"), 5, { revision: 2 })], "D", null);
    expect(dots.map((dot) => [dot.value, dot.isCorrected])).toEqual([[5, true]]);
  });

  test("of nothing draws nothing, and the goal lies within the frame", () => {
    expect(drawn([], "D", 5).lines).toEqual([]);
    const { goal, marks } = drawn([point(day("2026-02-20"), 90), point(day("2026-02-21"), 92)], "D", 95);
    expect(goal).toBeGreaterThanOrEqual(0);
    expect(marks[0]).toBeGreaterThanOrEqual(95);
  });

  test.each([
    [[0, 0], [1, 0.5, 0]], [[7], [7.5, 5, 2.5, 0]], [[90, 98], [100, 95, 90]], [[3, 118], [150, 100, 50, 0]], [[-4, 8], [10, 5, 0, -5]], [[0.12, 0.13], [0.13, 0.125, 0.12]],
  ])("even figures at the side of %j", (values, marks) => expect(marksOf(values)).toEqual(marks));

  test("a finger means the nearest figure", () => {
    const { dots } = drawn([point(day("2026-02-20"), 4), point(day("2026-02-21"), 5), point(day("2026-02-22"), 6)], "D", null);
    expect(nearest(dots, 40)?.value).toBe(5);
    expect(nearest([], 40)).toBeUndefined();
  });
});

describe("the wide view", () => {
  interface Made { series: { symbol?: string; showAllSymbol?: boolean; data: ({ value: number; symbol?: string } | null)[] }[]; yAxis: { min?: (of: { min: number; max: number }) => number | null; max?: (of: { min: number; max: number }) => number | null }; dataZoom: object[] }
  const option = (lines: Line[], goal: number | null = null) =>
    optionOf({ lines, step: "D", definition: meaning(), goal, look: { others: ["red"] } as never, words: { period: String, figure: String, none: "—", corrected: "", unit: "", goal: "" }, still: true, narrow: false }) as unknown as Made;
  const own: Line = { key: "own", name: "刀茅巷", kind: "own", points: [point(day("2026-02-20"), 4), point(day("2026-02-21"), 5, { revision: 1 }), point(day("2026-02-24"), null)] };

  test("what is missing in every line leaves a hole, what is missing in one is null there", () => {
    const peer: Line = { key: "2", name: "东河", kind: "peer", points: [point(day("2026-02-21"), 9)] };
    expect(axisOf([own, peer], "D").map((at) => at !== null)).toEqual([true, true, false, true]);
    const { series } = option([own, peer]);
    expect(series[0]!.data.map((one) => one?.value ?? null)).toEqual([4, 5, null, null]);
    expect(series[0]!.data[1]!.symbol).toBe("diamond");
    expect(series[1]!.data.map((one) => one?.value ?? null)).toEqual([null, 9, null, null]);
  });

  test("where many stand close, what no line shows has a mark of its own: between two holes, and corrected", () => {
    const days = Array.from({ length: 70 }, (_, n) => new Date(Date.parse(day("2026-01-01")) + n * 86_400_000).toISOString());
    const values = days.map((at, n) => point(at, n === 10 || n === 12 ? null : n, n === 40 ? { revision: 1 } : {}));
    const { series: [line] } = option([{ ...own, points: values }]);
    expect([line!.symbol, line!.showAllSymbol]).toEqual(["none", true]);
    expect(line!.data.flatMap((one, n) => (one?.symbol ? [[n, one.symbol]] : []))).toEqual([[11, "circle"], [40, "diamond"]]);
    expect(option([own]).series[0]!.symbol).toBe("circle");
  });

  test("the axis reaches to a goal that lies beyond the figures, and is free where it lies among them", () => {
    const reach = (goal: number | null) => [option([own], goal).yAxis.min?.({ min: 90, max: 95 }), option([own], goal).yAxis.max?.({ min: 90, max: 95 })];
    expect([reach(80), reach(99), reach(92), reach(null)]).toEqual([[80, null], [null, 99], [null, null], [undefined, undefined]]);
  });

  test("a finger that moves the page is not held by the chart, nor is a wheel", () => {
    expect(option([own]).dataZoom[0]).toMatchObject({ type: "inside", preventDefaultMouseMove: false, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false });
  });

  test("last year lies over this one only where this one is", () => {
    const points = [point(day("2025-02-20"), 1), point(day("2025-02-22"), 2), ...own.points];
    expect(yearAgo(points, "D").map((one) => [Date.parse(one.starts_at!), one.value])).toEqual([[Date.parse(day("2026-02-20")), 1]]);
  });
});

describe("a threshold", () => {
  const card = { direction: "up", goal: 95, value: 97 } as const;

  test("begins at the goal, on the side that is not wanted", () => {
    expect(newDraft(card)).toMatchObject({ operator: "below", threshold: "95", quiet: false });
    expect(newDraft({ direction: "down", goal: null, value: 3 })).toMatchObject({ operator: "above", threshold: "3" });
    expect(newDraft({ direction: "info", goal: null, value: null }).threshold).toBe("");
  });

  test("is looked at before it is sent", () => {
    const draft = newDraft(card);
    expect(faultOf(draft)).toBeNull();
    expect(faultOf({ ...draft, threshold: "" })).toBe("threshold");
    expect(faultOf({ ...draft, threshold: "多" })).toBe("threshold");
    expect(faultOf({ ...draft, margin: "-1" })).toBe("margin");
    expect(faultOf({ ...draft, quiet: true, from: "22:00", until: "22:00" })).toBe("quiet");
  });

  test("is sent without hours that are not wanted, and read back as it was typed", () => {
    const draft = { ...newDraft(card), threshold: "94.5", margin: "0.5" };
    expect(sentOf(draft, "SO009", "330103")).toEqual({ code: "SO009", area: "330103", operator: "below", threshold: 94.5, margin: 0.5, quiet_from: null, quiet_until: null });
    const kept = { id: draft.id, operator: "below", threshold: 94.5, margin: 0.5, quiet_from: "21:30", quiet_until: "06:00" } as IndicatorWatch;
    expect(draftOf(kept)).toMatchObject({ threshold: "94.5", quiet: true, from: "21:30", until: "06:00" });
  });
});

describe("the shared picture", () => {
  const measure = (text: string, size: number) => [...text].reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2e80 ? 1 : 0.55), 0) * size;
  const words: PictureWords = {
    place: "朝鸣街道", name: "网格事件按期处置率", figure: "97.4", unit: "%", isNone: false, hint: "", time: "3月2日 · 数据时间 09:00", source: "区委政法委 · 本系统案件",
    more: ["较前一日 +0.3 个百分点", "目标 ≥ 95 · 同级排名 1/8"], marks: ["演示数据", "数据已旧"], foot: "掌上微驾", spark: [1, null, 3, 4],
  };
  const texts = (of: PictureWords) => pictureOf(of, measure).ops.filter((op): op is TextOp => op.kind === "text");

  test("says the place, the indicator, the figure with its unit, of when, from where, and what it is not", () => {
    const said = texts(words).map((op) => op.text);
    expect(said).toEqual(expect.arrayContaining(["朝鸣街道", "网格事件按期处置率", "97.4", "%", words.time, words.source, "演示数据", "数据已旧"]));
    expect(Math.max(...texts(words).map((op) => op.size))).toBe(texts(words).find((op) => op.text === "97.4")!.size);
  });

  test("is dated to the year and the minute of Hangzhou, of when it is and when it was made", async () => {
    await withWords(Promise.resolve(), "figures", "indicator");
    vi.useFakeTimers({ toFake: ["Date"] }).setSystemTime(NOW);
    const card = { code: "SO009", period: "D", direction: "up", decimals: 1, value: 97.4, unit_zh: "%", starts_at: day("2026-03-01"), as_of: "2026-03-01T16:05:00Z", fresh_until: null, previous: null, previous_year: null, goal: null, band: null, rank: null, spark: [] };
    const { time, foot } = wordsOf({ card, area: { name_zh: "朝鸣街道", name_en: "" } } as unknown as IndicatorWhole);
    expect(time).toBe("2026年3月1日 · 数据时间 2026年3月2日 00:05");
    expect(foot).toContain("北京时间 2026年3月2日 09:00 生成");
  });

  test("keeps every word inside, however long the figure and the names are", () => {
    const long = { ...words, name: "Share of construction-site workers cleared before they enter the site".repeat(2), figure: "123,456,789,012.34", unit: "10,000 yuan per person", place: "很长的地名".repeat(12) };
    const { ops, height } = pictureOf(long, measure);
    for (const op of ops) if (op.kind === "text") expect(op.x + measure(op.text, op.size)).toBeLessThanOrEqual(WIDTH);
    for (const op of ops) if (op.kind === "text") expect(op.y).toBeLessThan(height);
  });

  test("draws no line where no figure is shown", () => {
    expect(pictureOf(words, measure).ops.filter((op) => op.kind === "line")).toHaveLength(2);
    expect(pictureOf({ ...words, figure: "不显示", unit: "", isNone: true }, measure).ops.filter((op) => op.kind === "line")).toEqual([]);
  });

  test("breaks Chinese anywhere and English between its words", () => {
    const narrow = (text: string) => measure(text, 10);
    expect(wrapped("区市场监管局登记的新设企业", 60, narrow).every((line) => narrow(line) <= 60)).toBe(true);
    expect(wrapped("newly registered firms", 90, narrow)).toEqual(["newly registered", "firms"]);
  });
});
