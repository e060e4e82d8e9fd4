/** Which days can be written down: today and a week back, as far as the site works. */
const BACK = 7;
const DAY_MS = 86_400_000;
const BEIJING_MS = 8 * 3_600_000;

/** As Beijing counts, wherever the phone thinks it is; a copy that was kept may be of yesterday. */
export const today = (at: number) => new Date(at + BEIJING_MS).toISOString().slice(0, 10);

/** The newest first; days are told as the server tells them, as Beijing counts. */
export function writableDays(today: string, from: string | null): string[] {
  const newest = Date.parse(`${today}T00:00:00Z`);
  const days = Array.from({ length: BACK + 1 }, (_, back) => new Date(newest - back * DAY_MS).toISOString().slice(0, 10));
  return days.filter((day) => from === null || day >= from);
}
