/** Drills: what is asked of the server, and how their times and figures are said. */
import { language, t } from "@/i18n";
import { api, named, take } from "@/platform/api";
import type { Drill, PlanDrill, WholeDrill } from "@/platform/shapes";

const of = (drill_id: string) => ({ drill_id });
/** Every clock of a drill is Beijing's, wherever the phone thinks it is. */
export const ZONE = "Asia/Shanghai";
const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

export function drills(when: "upcoming" | "past", more: { cursor?: string; limit?: number } = {}) {
  return take(api.GET("/api/drills", { params: { query: { when, ...more } } }));
}

export function drill(id: string): Promise<WholeDrill> {
  return take(api.GET("/api/drills/{drill_id}", { params: { path: of(id) } }));
}

/** The drill's own id is the key, so a repeat after a lost reply plans nothing twice. */
export function planDrill(body: PlanDrill): Promise<WholeDrill> {
  return take(api.POST("/api/drills", { params: { header: named(body.id) }, body }));
}

export function startDrill(id: string): Promise<WholeDrill> {
  return take(api.POST("/api/drills/{drill_id}/start", { params: { path: of(id), header: named() } }));
}

export function callOff(id: string, reason: string): Promise<WholeDrill> {
  return take(api.POST("/api/drills/{drill_id}/call-off", { params: { path: of(id), header: named() }, body: { reason } }));
}

/** Date, weekday and time. */
export function whenFull(at: string): string {
  return new Date(at).toLocaleString(language.value, { timeZone: ZONE, year: "numeric", month: "short", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false });
}

export function whenShort(at: string): string {
  return new Date(at).toLocaleString(language.value, { timeZone: ZONE, month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false });
}

/** How long until then: 3 days, 2 hours, 12 minutes. */
export function until(drill: Pick<Drill, "state" | "starts_at">, now: number): string {
  if (drill.state === "started") return t("drills.running");
  const left = Date.parse(drill.starts_at) - now;
  if (left < MINUTE) return t("drills.soon");
  const [size, unit] = left < HOUR ? ([MINUTE, "minute"] as const) : left < 2 * DAY ? ([HOUR, "hour"] as const) : ([DAY, "day"] as const);
  return new Intl.RelativeTimeFormat(language.value, { numeric: "always" }).format(Math.floor(left / size), unit);
}

/** 41.2 s below two minutes, then minutes and seconds. */
export function spent(seconds: number): string {
  if (seconds < 120) return t("drills.score.seconds", { n: seconds < 60 ? Number(seconds.toFixed(1)) : Math.round(seconds) });
  const whole = Math.round(seconds);
  if (whole % 60 === 0) return t("drills.score.whole_minutes", { m: whole / 60 });
  return t("drills.score.minutes", { m: Math.floor(whole / 60), s: whole % 60 });
}

export type Verdict = "pass" | "fail" | "nothing";
export const verdict = (passed: boolean | null | undefined): Verdict => (passed === null || passed === undefined ? "nothing" : passed ? "pass" : "fail");
export const percent = (share: number | null | undefined) => (share === null || share === undefined ? null : `${(share * 100).toFixed(share > 0.995 && share < 1 ? 1 : 0)}%`);
