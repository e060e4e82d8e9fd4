/** Says times and ages in the person's language, and keeps one shared ticking now. */
import { ref } from "vue";
import { language, t } from "./index";

export const now = ref(Date.now());
setInterval(() => (now.value = Date.now()), 15_000);

export function clockTime(value: string | number | null | undefined, { seconds = false } = {}): string {
  if (!value) return "—";
  const date = new Date(value);
  if (new Date().toDateString() !== date.toDateString()) return writer(seconds).format(date);
  // The same in both languages, and drawn with the first page: the browser's own writer takes 17 ms to come into being.
  return [date.getHours(), date.getMinutes(), ...(seconds ? [date.getSeconds()] : [])].map((n) => String(n).padStart(2, "0")).join(":");
}

// Making one costs more than a hundred uses of it.
const writers = new Map<string, Intl.DateTimeFormat>();

function writer(seconds: boolean): Intl.DateTimeFormat {
  const key = `${language.value} ${seconds}`;
  const made = writers.get(key) ?? new Intl.DateTimeFormat(language.value, {
    month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds ? { second: "2-digit" } : {}),
  });
  writers.set(key, made);
  return made;
}

export function age(value: string | number): string {
  const minutes = Math.floor((now.value - new Date(value).getTime()) / 60_000);
  if (minutes < 1) return t("time.now");
  if (minutes < 60) return t("time.minutes", { n: minutes });
  if (minutes < 48 * 60) return t("time.hours", { n: Math.floor(minutes / 60) });
  return t("time.days", { n: Math.floor(minutes / 1440) });
}
