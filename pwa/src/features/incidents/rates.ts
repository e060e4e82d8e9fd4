/** The ten rates: in which order they are read, of what each is a share, and of which days. */
import { api, take } from "@/platform/api";
import type { PeriodRates } from "@/platform/shapes";

export type Rates = PeriodRates["rates"];
export type RateName = keyof Rates;
export type Rate = Rates[RateName];
export const NAMES: RateName[] = ["handled_in_time", "closed_in_time", "registered_in_time", "handled", "closed", "not_closed", "dispatched_right", "valid", "reworked", "satisfied"];
/** Of these the smaller is the better. */
export const LESS_IS_BETTER: ReadonlySet<RateName> = new Set(["not_closed", "reworked"]);
export const PERIODS = ["7", "30", "90"] as const;
const DAY_MS = 86_400_000;

/** A share in per cent, or nothing where nothing was due: never 0 and never 100. */
export const percent = ({ rate }: Pick<Rate, "rate">) => (rate === null ? null : `${(rate * 100).toFixed(rate === 1 ? 0 : 1)}%`);

/** Days are Beijing's, today among them. */
export function lastDays(days: number, now = Date.now()): { since: string; until: string } {
  const day = (at: number) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(at);
  return { since: day(now - (days - 1) * DAY_MS), until: day(now) };
}

export const fetchRates = (asked: { since: string; until: string; area?: string }): Promise<PeriodRates> => take(api.GET("/api/incidents/rates", { params: { query: asked } }));
