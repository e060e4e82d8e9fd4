/** How long something has been over, or still is to come: "3 hours", without "ago" or "in". */
import { t, tOr } from "@/i18n";
import { now } from "@/i18n/time";

export function span(value: string | number): string {
  const minutes = Math.max(1, Math.round(Math.abs(now.value - new Date(value).getTime()) / 60_000));
  if (minutes < 60) return t("case.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("case.hours", { n: Math.round(minutes / 60) });
  return t("case.days", { n: Math.round(minutes / 1440) });
}

/** So many hours or days, of the kind that the deadline counts in. */
export const moreTime = (n: number, kind: string | null | undefined) => tOr(`deadline_kind.${kind}`, String(n), { n });
