/** The address says by which periods a history is seen, and what may be chosen. */
import { t } from "@/i18n";
import type { IndicatorDefinition } from "@/platform/shapes";
import { persOf, stepOf, type Per } from "./periods";

const PERS: readonly string[] = ["period", "week", "month", "quarter", "year"] satisfies Per[];
export const perOf = (said: unknown): Per => (typeof said === "string" && PERS.includes(said) ? (said as Per) : "period");

/** Each by the name of its step: what is counted by the day is seen by the day at first. */
export const choicesOf = ({ period }: IndicatorDefinition) => persOf(period).map((value) => ({ value, text: t(`indicator.step_${stepOf(period, value)}`) }));

/** A goal is one for its own period; a month of sums has none. */
export const goalFor = ({ goal, over_time }: IndicatorDefinition, per: Per): number | null => (per === "period" || over_time !== "sum" ? goal : null);
