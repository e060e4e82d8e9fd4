/** How long a gateway takes for many people, as one says it. */
import { t } from "@/i18n";

export function lasts(seconds: number): string {
  if (seconds < 60) return t("storm.moment");
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? t("storm.minutes", { n: minutes }) : t("storm.hours", { h: Math.floor(minutes / 60), m: minutes % 60 });
}
