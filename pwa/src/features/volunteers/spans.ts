/** When something is, as a volunteer says it: the day with its weekday, from when to when. */
import { language } from "@/i18n";

const writers = new Map<string, Intl.DateTimeFormat>();

function writer(shape: "span" | "day"): Intl.DateTimeFormat {
  const key = `${language.value} ${shape}`;
  const made = writers.get(key) ?? new Intl.DateTimeFormat(language.value, {
    month: "short", day: "numeric", weekday: "short", ...(shape === "span" ? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } : { year: "numeric" }),
  });
  writers.set(key, made);
  return made;
}

export const span = (from: string, to: string) => writer("span").formatRange(new Date(from), new Date(to));
export const dayOf = (at: string) => writer("day").format(new Date(at));
export const hoursOf = (minutes: number) => String(minutes / 60);
