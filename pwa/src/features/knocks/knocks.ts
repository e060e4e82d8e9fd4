/** The doors that I am asked to knock at. What I say of one is kept on the phone like any answer: it can be taken back for some seconds, then it leaves as soon as there is a network. */
import { computed, ref, shallowRef, watch } from "vue";
import { isHeld, type Item } from "@/offline/outbox";
import { authorNow, flushNow, outbox } from "@/offline/outbox-store";
import { letGo, seal } from "@/offline/sealing";
import { serverNow } from "@/platform/clock";
import { told } from "@/platform/told";
import type { Knock, KnockOutcome } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";
import { myKnocks } from "./api";

/** Long enough for a slow hand to find the way back, short enough for who waits for it. */
const HELD_MS = 6_000;
export interface Said { id: string; outcome: KnockOutcome; /** It has not left, and can be taken back. */ held: boolean; delivered: boolean; problem?: string }

export const knocks = shallowRef<Knock[] | null>(null);
export const problem = ref("");
const mine = computed(() => outbox.value.filter((item) => item.kind === "knock"));
/** Of each door, what was said of it on this phone last. */
export const said = computed(() => new Map(mine.value.map((item) => [item.record_id, asSaid(item)])));
export const open = computed(() => knocks.value?.filter((one) => one.state === "open" && (!said.value.has(one.id) || said.value.get(one.id)!.problem)) ?? []);

const asSaid = (item: Item): Said => ({ id: item.id, outcome: item.what as KnockOutcome, held: isHeld(item), delivered: item.status === "delivered", problem: item.problem && (item.problem.detail || item.problem.code) });

export async function load(): Promise<void> {
  try {
    knocks.value = await myKnocks();
    problem.value = "";
  } catch (caught) {
    problem.value = told(caught);
  }
}

export async function say(knock: Knock, outcome: KnockOutcome, note?: string): Promise<void> {
  await takeBack(knock.id);
  const id = uuid7(serverNow());
  const body = JSON.stringify({ id, outcome, ...(note ? { note } : {}) });
  await seal({ id, kind: "knock", author: authorNow(), record_id: knock.id, what: outcome, url: `/api/me/door-knocks/${knock.id}/answer`, body, hold_ms: HELD_MS });
}

export async function takeBack(knock_id: string): Promise<void> {
  const last = said.value.get(knock_id);
  if (!last?.held) return;
  const { takeBack: out } = await import("@/offline/tidying");
  await out(last.id);
}

/** Whoever leaves the page, or the app, has made up his mind. */
export async function sendAll(): Promise<void> {
  const held = [...said.value.values()].filter((one) => one.held);
  if (!held.length) return;
  for (const one of held) await letGo(one.id);
  void flushNow(true);
}

// What the server took is read anew: the door is done, there and here.
watch(() => mine.value.filter((item) => item.status === "delivered").length, (now, before) => now > before && void load());
