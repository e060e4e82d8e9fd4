/** The wide view of a history: which periods stand side by side, and what the chart is told to draw. */
import type { EChartsCoreOption } from "echarts/core";
import type { IndicatorDefinition, IndicatorPoint } from "@/platform/shapes";
import { timeOf } from "./chart";
import { follows, yearLater, type Step } from "./periods";

/** What is drawn: the place's own, its own a year ago, or somebody's beside it. */
export interface Line { key: string; name: string; kind: "own" | "year_ago" | "peer"; points: IndicatorPoint[] }
export interface Look { text: string; muted: string; line: string; surface: string; warn: string; ok: string; own: string; others: string[]; font: string; size: number }
export interface Words { period: (at: number) => string; figure: (value: number) => string; none: string; corrected: string; unit: string; goal: string }
export interface Asked { lines: Line[]; step: Step; definition: IndicatorDefinition; goal: number | null; look: Look; words: Words; still: boolean; narrow: boolean }

/** So many times a phone's span: two years of days, so that each of the last has one a year before it. */
export const TIMES: Record<Step, number> = { RT: 2, D: 12, W: 2, M: 2, Q: 2, Y: 1 };
/** So many periods stand in the frame at first; the rest is reached by pulling it. */
const AT_FIRST = 60;
// Told apart without colours, too.
const SYMBOLS = ["circle", "rect", "triangle", "diamond", "roundRect"];
const DASHES = ["solid", [8, 4], [2, 4], [10, 3, 2, 3], [4, 4]];

/** The moments below each other in all lines, and `null` where periods are missing in every one of them. */
export function axisOf(lines: readonly Line[], step: Step): (number | null)[] {
  const times = [...new Set(lines.flatMap((line) => line.points.map(timeOf)))].sort((one, other) => one - other);
  return times.flatMap((at, index) => (index && !follows(step, times[index - 1]!, at) ? [null, at] : [at]));
}

/** A year ago, laid over this year: only what has something to lie over. */
export function yearAgo(points: readonly IndicatorPoint[], step: Step): IndicatorPoint[] {
  const known = new Set(points.map(timeOf));
  return points.map((point) => ({ ...point, starts_at: new Date(yearLater(step, timeOf(point))).toISOString() })).filter((point) => known.has(timeOf(point)));
}

export function optionOf(asked: Asked): EChartsCoreOption {
  const { lines, step, look, words, still, narrow } = asked;
  const axis = axisOf(lines, step);
  const first = Math.max(0, axis.length - (narrow ? AT_FIRST / 2 : AT_FIRST));
  const quiet = { color: look.muted, fontSize: look.size };
  const loud = { color: look.text, fontSize: look.size };
  const zoom = { startValue: first, endValue: axis.length - 1 };
  return {
    animation: !still, textStyle: { fontFamily: look.font, color: look.text, fontSize: look.size }, backgroundColor: "transparent",
    grid: { left: 12, right: 20, top: look.size * 4, bottom: 56, containLabel: true },
    legend: { type: "plain", top: 4, textStyle: loud, inactiveColor: look.muted, data: lines.map((line) => line.name) },
    tooltip: { trigger: "axis", confine: true, transitionDuration: still ? 0 : 0.1, backgroundColor: look.surface, borderColor: look.line, textStyle: loud, formatter: (rows: unknown) => toldBy(rows as Row[], axis, words) },
    xAxis: { type: "category", data: axis.map((at) => (at === null ? "" : words.period(at))), axisLine: { lineStyle: { color: look.line } }, axisLabel: { ...quiet, hideOverlap: true }, axisTick: { show: false } },
    yAxis: { type: "value", scale: asked.definition.over_time !== "sum", ...reaching(asked.goal), name: words.unit, nameTextStyle: quiet, axisLabel: quiet, splitLine: { lineStyle: { color: look.line } } },
    // A finger that goes up or down moves the page, and so does a wheel: the chart takes what goes sideways.
    dataZoom: [{ type: "inside", ...zoom, preventDefaultMouseMove: false, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false }, { type: "slider", ...zoom, height: 24, bottom: 8, textStyle: quiet, borderColor: look.line, brushSelect: false }],
    series: lines.map((line, index) => seriesOf(line, index, axis, asked)),
  };
}

/** An axis that fits the figures leaves out a goal which lies beyond them. */
function reaching(goal: number | null): object {
  if (goal === null) return {};
  return { min: ({ min }: { min: number }) => (goal < min ? goal : null), max: ({ max }: { max: number }) => (goal > max ? goal : null) };
}

function seriesOf(line: Line, index: number, axis: readonly (number | null)[], { definition, look, goal, words }: Asked): object {
  const at = new Map(line.points.map((point) => [timeOf(point), point]));
  const colour = line.kind === "own" ? look.own : look.others[(index - 1) % look.others.length]!;
  const symbol = SYMBOLS[index % SYMBOLS.length]!;
  const items = axis.map((time) => itemOf(time === null ? undefined : at.get(time), look.warn));
  // Where many stand close, only what no line shows has a mark: between two holes, or corrected.
  const isCrowded = axis.length > AT_FIRST;
  const data = isCrowded ? items.map((item, n) => (item && !items[n - 1] && !items[n + 1] ? { symbol, ...item } : item)) : items;
  const isBar = line.kind === "own" && definition.over_time === "sum";
  const drawn = isBar
    ? { type: "bar", barMaxWidth: 28, itemStyle: { color: colour, borderRadius: [3, 3, 0, 0] } }
    : { type: "line", connectNulls: false, showAllSymbol: true, symbol: isCrowded ? "none" : symbol, symbolSize: 7, lineStyle: { color: colour, width: line.kind === "own" ? 3 : 2, type: DASHES[index % DASHES.length] }, itemStyle: { color: colour } };
  const markLine = { silent: true, symbol: "none", lineStyle: { color: look.ok, type: "dashed" }, label: { formatter: words.goal, color: look.ok, fontSize: look.size, position: "insideEndTop" }, data: [{ yAxis: goal }] };
  return { ...drawn, name: line.name, data, ...(line.kind === "own" && goal !== null ? { markLine } : {}) };
}

interface Item { value: number; isCorrected?: boolean; symbol?: string; symbolSize?: number; itemStyle?: { color: string } }

/** What was corrected has another look of its own. */
function itemOf(point: IndicatorPoint | undefined, warn: string): Item | null {
  if (!point || point.value === null) return null;
  return point.revision ? { value: point.value, isCorrected: true, symbol: "diamond", symbolSize: 12, itemStyle: { color: warn } } : { value: point.value };
}

interface Row { seriesName: string; dataIndex: number; data: Item | null; color: string }

/** Built of elements, never of text that would be read as a page: names come from lists that people send in. */
function toldBy(rows: Row[], axis: readonly (number | null)[], words: Words): HTMLElement {
  const box = document.createElement("div");
  const at = axis[rows[0]?.dataIndex ?? 0];
  box.append(paragraph(typeof at === "number" ? words.period(at) : words.none));
  for (const { seriesName, data } of rows) {
    const mark = data?.isCorrected ? ` ${words.corrected}` : "";
    box.append(paragraph(`${seriesName}: ${data ? words.figure(data.value) : words.none}${mark}`));
  }
  return box;
}

const paragraph = (text: string) => Object.assign(document.createElement("p"), { textContent: text });
