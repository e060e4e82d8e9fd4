/** Days as the district counts them, written as `2026-03-02`. */

const DAY_MS = 86_400_000;
/** Beijing has kept to this since 1992; the server's rules go by it, too. */
const AHEAD_MS = 8 * 3_600_000;
const DAY = /^([12][0-9]{3})-([0-9]{2})-([0-9]{2})(?:[T ]([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]{1,6})?)?(Z|[+-](?:[01][0-9]|2[0-3]):?[0-5][0-9])?)?$/;

/** The day of a date or of a moment in Beijing; null for what is none. */
export function dayOf(said: unknown): string | null {
  const found = typeof said === "string" ? DAY.exec(said) : null;
  if (!found) return null;
  const [year, month, day, hour, minute] = found.slice(1, 6).map((part) => Number(part ?? 0)) as [number, number, number, number, number];
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const zone = found[7];
  return zone ? iso(midnight + (hour * 60 + minute) * 60_000 - offset(zone) + AHEAD_MS) : iso(midnight);
}

function offset(zone: string): number {
  if (zone === "Z") return 0;
  const digits = zone.replace(/\D/g, "");
  return (zone.startsWith("-") ? -1 : 1) * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
}

const iso = (at: number) => new Date(at).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

export const later = (day: string, days: number) => iso(Date.parse(day) + days * DAY_MS);

/** The day in Beijing at a moment. */
export const dayAt = (moment: number) => iso(moment + AHEAD_MS);
