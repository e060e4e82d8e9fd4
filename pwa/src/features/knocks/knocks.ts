/** The doors that I am asked to knock at. What I say of one leaves after some seconds, so that a slip can be taken back. */
import { computed, reactive, ref, shallowRef } from "vue";
import { serverNow } from "@/platform/clock";
import { told } from "@/platform/told";
import type { Knock, KnockOutcome } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";
import { answerKnock, myKnocks } from "./api";

/** Long enough for a slow hand to find the way back, short enough for who waits for it. */
const HELD_MS = 6_000;
interface Held { id: string; outcome: KnockOutcome; note?: string; timer: number }

export const knocks = shallowRef<Knock[] | null>(null);
export const problem = ref("");
/** Said on this phone, and not sent yet. */
export const held = reactive(new Map<string, Held>());
/** What did not get through, beside its door. */
export const failed = reactive(new Map<string, string>());
export const open = computed(() => knocks.value?.filter((one) => one.state === "open" && !held.has(one.id)) ?? []);

export async function load(): Promise<void> {
  try {
    knocks.value = await myKnocks();
    problem.value = "";
  } catch (caught) {
    problem.value = told(caught);
  }
}

export function say(knock: Knock, outcome: KnockOutcome, note?: string): void {
  takeBack(knock.id);
  failed.delete(knock.id);
  const timer = window.setTimeout(() => void send(knock.id), HELD_MS);
  held.set(knock.id, { id: uuid7(serverNow()), outcome, note, timer });
}

export function takeBack(knock_id: string): void {
  clearTimeout(held.get(knock_id)?.timer);
  held.delete(knock_id);
}

/** Whoever leaves the page, or the app, has made up his mind. */
export function sendAll(): void {
  for (const knock_id of [...held.keys()]) void send(knock_id);
}

async function send(knock_id: string): Promise<void> {
  const said = held.get(knock_id);
  if (!said) return;
  clearTimeout(said.timer);
  try {
    const now = await answerKnock(knock_id, { id: said.id, outcome: said.outcome, note: said.note });
    knocks.value = knocks.value?.map((one) => (one.id === knock_id ? now : one)) ?? null;
  } catch (caught) {
    failed.set(knock_id, told(caught));
    void load();
  } finally {
    held.delete(knock_id);
  }
}
