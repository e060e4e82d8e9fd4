/** I came, I left: kept on the phone like any answer, taken back for some seconds, and sent when there is a network. */
import { computed } from "vue";
import { isHeld, isUnsent, type Item } from "@/offline/outbox";
import { authorNow, flushNow, outbox } from "@/offline/outbox-store";
import { letGo, seal } from "@/offline/sealing";
import { clockOffset } from "@/platform/clock";
import type { Activity } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";

export type Verb = "check-in" | "check-out";
/** Hours hang on it: long enough for a slow hand to find the way back. */
export const HELD_MS = 6_000;
const EARLY_MS = 3_600_000;
const LATE_MS = 3 * 3_600_000;

const taps = computed(() => outbox.value.filter((item) => item.kind === "attend"));
/** How many of them the server has taken: then it knows more than this page. */
export const arrived = computed(() => taps.value.filter((item) => item.status === "delivered").length);
export const tapsOf = (id: string): Item[] => taps.value.filter((item) => item.record_id === id);

/** When the person tapped what is still on this phone; the last tap counts. */
export function waitingTap(id: string): { verb: Verb; at: number } | null {
  const last = tapsOf(id).filter(isUnsent).at(-1);
  return last ? { verb: last.what as Verb, at: last.sealed_at } : null;
}

export const refusalOf = (id: string): Item | undefined => tapsOf(id).filter((item) => item.status === "refused").at(-1);

export async function attend(activity: Pick<Activity, "id">, verb: Verb, now = Date.now()): Promise<string> {
  const id = uuid7(now);
  const body = JSON.stringify({ device_at: new Date(now).toISOString(), clock_offset_ms: Math.round(clockOffset()) });
  await seal({ id, kind: "attend", author: authorNow(), record_id: activity.id, what: verb, url: `/api/activities/${activity.id}/${verb}`, body, now, hold_ms: HELD_MS });
  return id;
}

export async function takeBack(id: string): Promise<boolean> {
  const { takeBack: out } = await import("@/offline/tidying");
  return out(id);
}

/** Whoever leaves the page has made up his mind. */
export async function sendAll(): Promise<void> {
  const held = taps.value.filter((item) => isHeld(item));
  if (!held.length) return;
  for (const item of held) await letGo(item.id);
  void flushNow(true);
}

/** Where somebody stands who taps: the server's word, and what this phone has not told it yet. */
export function standing(activity: Activity, tap: { verb: Verb } | null): string {
  const state = activity.mine?.state ?? "none";
  if (tap?.verb === "check-in" && (state === "signed_up" || state === "missed")) return "checked_in";
  if (tap?.verb === "check-out" && ["signed_up", "checked_in", "missed"].includes(state)) return "checked_out";
  return state;
}

/** What can be tapped now, by the rules that the server judges the tap by. */
export function nextVerb(activity: Activity, state: string, now: number): Verb | null {
  if (activity.state !== "published") return null;
  const [starts, ends] = [Date.parse(activity.starts_at), Date.parse(activity.ends_at)];
  if (state === "signed_up" && now >= starts - EARLY_MS && now <= ends) return "check-in";
  if (state === "checked_in" && now <= ends + LATE_MS) return "check-out";
  return null;
}

export const opensAt = (activity: Activity) => Date.parse(activity.starts_at) - EARLY_MS;
