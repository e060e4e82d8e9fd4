/** By which periods a history may be seen, from when on, and whether one follows another; days are Beijing's. */
import type { IndicatorDefinition } from "@/platform/shapes";

export type Per = "period" | "week" | "month" | "quarter" | "year";
/** What one step of the chart is, in the letters of the definitions. */
export type Step = IndicatorDefinition["period"];

const STEPS: Record<Exclude<Per, "period">, Step> = { week: "W", month: "M", quarter: "Q", year: "Y" };
const ORDER: Step[] = ["RT", "D", "W", "M", "Q", "Y"];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BEIJING_MS = 8 * HOUR_MS;
/** As long as a step may be; a longer way to the next point is a hole. */
const LONGEST: Record<Step, number> = { RT: HOUR_MS, D: DAY_MS, W: 7 * DAY_MS, M: 31 * DAY_MS, Q: 92 * DAY_MS, Y: 366 * DAY_MS };
/** So many steps are drawn on a phone. */
const SHOWN: Record<Step, number> = { RT: 72, D: 60, W: 52, M: 24, Q: 12, Y: 10 };

export const stepOf = (own: Step, per: Per): Step => (per === "period" ? own : STEPS[per]);

export const yearOf = (at: number): number => new Date(at + BEIJING_MS).getUTCFullYear();

/** Its own period first, then the longer ones: none is shorter than what is known. */
export const persOf = (own: Step): Per[] => ["period", ...(Object.keys(STEPS) as (keyof typeof STEPS)[]).filter((per) => ORDER.indexOf(STEPS[per]) > ORDER.indexOf(own))];

/** The first day that is asked for: where a period begins, so that none of them is counted by halves. */
export function sinceOf(step: Step, now: number, times = 1): string {
  const count = SHOWN[step] * times - 1;
  const today = new Date(now + BEIJING_MS);
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const first: Record<Step, number> = {
    RT: Date.UTC(year, month, day - Math.ceil(count / 24)),
    D: Date.UTC(year, month, day - count),
    W: Date.UTC(year, month, day - ((today.getUTCDay() + 6) % 7) - 7 * count),
    M: Date.UTC(year, month - count, 1),
    Q: Date.UTC(year, Math.floor(month / 3) * 3 - 3 * count, 1),
    Y: Date.UTC(year - count, 0, 1),
  };
  return new Date(first[step]).toISOString().slice(0, 10);
}

/** Does nothing lie between the two but their own step? A little is allowed for the hour that a figure of now stands for. */
export const follows = (step: Step, one: number, next: number) => next - one <= LONGEST[step] * 1.01;

/** The same period a year earlier; of weeks the one 52 before, so that Mondays stay Mondays. */
export function yearLater(step: Step, at: number): number {
  if (step === "W") return at + 52 * 7 * DAY_MS;
  const day = new Date(at + BEIJING_MS);
  day.setUTCFullYear(day.getUTCFullYear() + 1);
  return day.getTime() - BEIJING_MS;
}
