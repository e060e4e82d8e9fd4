/** A figure of an indicator in words: what it is, how old, against what and for whom. None is never zero, and what is hidden says so. */
import { language, t } from "@/i18n";
import { age, clockTime, now } from "@/i18n/time";
import { clockOffset, serverNow } from "@/platform/clock";
import type { CockpitCard } from "@/platform/shapes";
import { yearOf } from "./periods";

/** What a figure is laid beside. */
export const AGAINST = ["previous", "previous_year"] as const;
export type Against = (typeof AGAINST)[number];
type Period = CockpitCard["period"];
type Direction = CockpitCard["direction"];
/** `hint`: why there is no number, in words. */
export interface Figure { text: string; unit: string; isNone: boolean; hint: string }
/** `good`: null where neither more nor less is better, or nothing changed. `share`: of what it was before. */
export interface Delta { sign: -1 | 0 | 1; amount: string; share: string; good: boolean | null; than: string }

export const NONE = "—";
const PERCENT = "%";
const BEIJING = "Asia/Shanghai";

// Making one costs more than a hundred uses of it.
const writers = new Map<string, Intl.NumberFormat>();

/** As many digits after the point as the indicator has, also where they are noughts. */
export function written(value: number, decimals: number): string {
  const key = `${language.value} ${decimals}`;
  const writer = writers.get(key) ?? new Intl.NumberFormat(language.value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  writers.set(key, writer);
  return writer.format(value);
}

export const unitOf = (one: Pick<CockpitCard, "unit_zh" | "unit_en">): string => (language.value === "en" ? one.unit_en : one.unit_zh);

/** A numerator or a denominator: whole where it is whole. */
export const partOf = (value: number | null, decimals: number): string => (value === null ? NONE : written(value, Number.isInteger(value) ? 0 : decimals));

export function figureOf(one: Pick<CockpitCard, "value" | "decimals" | "is_suppressed" | "unit_zh" | "unit_en">): Figure {
  // Also a larger figure may be hidden, where a small one could be worked out of it: so no number is said at all.
  if (one.is_suppressed) return { text: t("figure.hidden"), unit: "", isNone: true, hint: t("figure.hidden_hint") };
  if (one.value === null) return { text: NONE, unit: "", isNone: true, hint: t("figure.none") };
  return { text: written(one.value, one.decimals), unit: unitOf(one), isNone: false, hint: "" };
}

type Compared = Pick<CockpitCard, "value" | "decimals" | "direction" | "period" | "unit_zh" | "previous" | "previous_year">;

/** Against the period before, or the same a year ago; null where one of the two is not known. */
export function deltaOf(one: Compared, against: Against): Delta | null {
  const before = one[against];
  if (one.value === null || before === null) return null;
  const change = Number((one.value - before).toFixed(one.decimals));
  const sign = (Math.sign(change) || 0) as Delta["sign"];
  const points = one.unit_zh === PERCENT;
  const amount = `${sign > 0 ? "+" : sign < 0 ? "−" : "±"}${written(Math.abs(change), one.decimals)}${points ? ` ${t("figure.points")}` : ""}`;
  const share = points || before === 0 ? "" : `${written((Math.abs(change) / Math.abs(before)) * 100, 1)}%`;
  return { sign, amount, share, good: goodOf(one.direction, sign), than: thanOf(one.period, against) };
}

const goodOf = (direction: Direction, sign: number) => (sign === 0 || direction === "info" || direction === "band" ? null : (direction === "up") === sign > 0);

/** What it is laid beside, by name: the day before, the month before, the same a year ago. */
export const thanOf = (period: Period, against: Against): string => (against === "previous_year" ? t("figure.than_year_ago") : t(`figure.than_${period}`));

export function goalOf(one: Pick<CockpitCard, "goal" | "band" | "direction" | "decimals">): string {
  if (one.band) return one.band.map((limit) => limitOf(limit, one.decimals)).join("–");
  return one.goal === null ? "" : `${one.direction === "down" ? "≤" : "≥"} ${limitOf(one.goal, one.decimals)}`;
}

/** A limit has no more digits than it needs. */
const limitOf = (limit: number, decimals: number) => new Intl.NumberFormat(language.value, { maximumFractionDigits: Math.max(decimals, 2) }).format(limit);

/** "3/8", and whether others share the place. */
export function rankOf({ rank }: Pick<CockpitCard, "rank">): { text: string; tied: boolean; method: string } | null {
  return rank && { text: `${rank.place}/${rank.of}`, tied: rank.ties > 0, method: t(`figure.${rank.method}`) };
}

/** How old what is shown is, by when it was taken; empty where nothing was. */
export const ageOf = ({ as_of }: Pick<CockpitCard, "as_of">): string => (as_of ? age(as_of) : "");

/** Grey: also a copy that was fresh when it came goes grey on a phone without a network. */
export const isStale = ({ is_stale, fresh_until }: Pick<CockpitCard, "is_stale" | "fresh_until">): boolean => is_stale || (fresh_until !== null && Date.parse(fresh_until) < now.value - clockOffset());

/** Which day, week, month, quarter or year of Beijing it is of; of now, the hour. The year stands there unless it is this one; `full`: always. */
export function periodOf(period: Period, starts_at: string | null, full = false): string {
  if (!starts_at) return "";
  const at = new Date(starts_at);
  const year = full || !isThisYear(at) ? YEAR : {};
  if (period === "Q") return t("figure.quarter", { year: part(at, { year: "numeric" }).replace(/\D/g, ""), n: Math.ceil(Number(part(at, { month: "numeric" }).replace(/\D/g, "")) / 3) });
  if (period === "W") return t("figure.week_of", { day: part(at, { ...SHAPES.D, ...year }) });
  return part(at, { ...SHAPES[period], ...year });
}

/** A moment of Beijing with its year: for what is looked at later and elsewhere. */
export const momentOf = (at: string | number | null): string => (at === null ? NONE : part(new Date(at), { ...SHAPES.RT, ...YEAR }));

/** A moment; with its year where that is another one. */
export const whenOf = (at: string): string => (isThisYear(new Date(at)) ? clockTime(at) : momentOf(at));

const isThisYear = (at: Date) => yearOf(at.getTime()) === yearOf(serverNow());

const YEAR: Intl.DateTimeFormatOptions = { year: "numeric" };
const SHAPES: Record<Exclude<Period, "Q" | "W">, Intl.DateTimeFormatOptions> = {
  RT: { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  D: { month: "short", day: "numeric" },
  M: { year: "numeric", month: "short" },
  Y: { year: "numeric" },
};
const days = new Map<string, Intl.DateTimeFormat>();

function part(at: Date, shape: Intl.DateTimeFormatOptions): string {
  const key = language.value + JSON.stringify(shape);
  const writer = days.get(key) ?? new Intl.DateTimeFormat(language.value, { timeZone: BEIJING, ...shape });
  days.set(key, writer);
  return writer.format(at);
}
