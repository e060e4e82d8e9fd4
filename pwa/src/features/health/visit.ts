/** Going somewhere: the code at the door is scanned, sealed on this phone, and told to the server when it can hear. */
import { computed, ref } from "vue";
import { isUnsent } from "@/offline/outbox";
import { authorNow, flushNow, outbox } from "@/offline/outbox-store";
import { clockOffset } from "@/platform/clock";
import { Problem } from "@/platform/problem";
import { uuid7 } from "@/platform/uuid7";
import { code, isGood, mine } from "./mine";
import type { Colour } from "./verify/answer";

const PREFIX = "PP1:";
const CODE = /^(PP1:)?[2-9A-Z]{16}$/;

export const isPlace = (text: string) => CODE.test(text.trim().toUpperCase());
export const visited = ref<{ at: number; colour: Colour } | null>(null);
export const visitsWaiting = computed(() => outbox.value.filter((item) => item.kind === "visit" && isUnsent(item)).length);

export async function visit(text: string): Promise<void> {
  const id = uuid7();
  const place = text.trim().toUpperCase().replace(PREFIX, "");
  const body = JSON.stringify({ id, code: PREFIX + place, device_at: new Date().toISOString(), clock_offset_ms: clockOffset() });
  const { seal } = await import("@/offline/sealing");
  await seal({ id, kind: "visit", author: authorNow(), record_id: id, what: "visit", url: "/api/me/health/visits", body });
  const known = code.value && isGood(code.value) ? code.value.colour : mine.value?.colour;
  visited.value = { at: Date.now(), colour: known ?? "unknown" };
  await flushNow();
  // A door whose code is good no more says so at once, not in a list that is looked at in the evening.
  const problem = outbox.value.find((item) => item.id === id && item.status === "refused")?.problem;
  if (!problem) return;
  visited.value = null;
  throw new Problem(problem.status, problem.code, problem.detail);
}
