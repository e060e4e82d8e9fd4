/** Spans of time in words: how long somebody is waited for. */
import { t } from "@/i18n";

const HOUR = 60;
export function span(minutes: number): string {
  return minutes >= HOUR && minutes % HOUR === 0 ? t("campaign.hours", { n: minutes / HOUR }) : t("campaign.minutes", { n: minutes });
}
export const waiting = (minutes: number) => t("campaign.waits", { span: span(minutes) });
