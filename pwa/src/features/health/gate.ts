/** One gate: where it stands, who came, and what waits to be sent; a check-in is sealed before anything is said. */
import { computed, ref, shallowRef } from "vue";
import { authorNow, flushNow, outbox } from "@/offline/outbox-store";
import { isUnsent } from "@/offline/outbox";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { clockOffset } from "@/platform/clock";
import type { GatePlace } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import { answerOf } from "./trust";
import type { Answer } from "./verify/answer";

const [PLACES, CHOSEN] = ["gate_places", "gate_place"];
const URL = "/api/gate/check-ins";
/** The same code again within so long is the same person at the same gate: one tap of the camera too many. */
const SAME_MS = 10_000;

export const places = ref<GatePlace[] | null>(null);
export const chosenId = ref<string | null>(null);
export const placesProblem = ref("");
export const place = computed(() => places.value?.find((one) => one.id === chosenId.value) ?? null);
export const waiting = computed(() => outbox.value.filter((item) => item.kind === "check_in" && isUnsent(item)).length);

/** What the gate's screen says: passed, stopped, or that only the server can tell. */
export interface Shown { id: string; verdict: "passed" | "stopped" | "unsure"; answer: Answer | null; at: number; again: boolean }
export const shown = shallowRef<Shown | null>(null);
let last: { text: string; at: number; shown: Shown } | null = null;

export async function loadPlaces(): Promise<void> {
  const known = await kept<{ author: string | null; items: GatePlace[] }>(PLACES).catch(() => undefined);
  if (known?.author === authorNow()) places.value ??= known.items;
  chosenId.value ??= (await kept<string>(CHOSEN).catch(() => undefined)) ?? null;
  placesProblem.value = "";
  try {
    places.value = (await take(api.GET("/api/gate/places", {}))).items;
    await keep(PLACES, JSON.parse(JSON.stringify({ author: authorNow(), items: places.value }))).catch(() => {});
  } catch (error) {
    placesProblem.value = told(error);
  }
}

export async function choosePlace(id: string | null): Promise<void> {
  [chosenId.value, shown.value, last] = [id, null, null];
  await keep(CHOSEN, id).catch(() => {});
}

/** Verified on this phone, kept, shown; the server hears of it when it can. */
export async function checkIn(text: string, source: "scan" | "manual"): Promise<void> {
  const code = text.trim();
  if (last && last.text === code && Date.now() - last.at < SAME_MS) {
    shown.value = { ...last.shown, again: true };
    return;
  }
  const isShort = source === "manual" && !code.includes(":");
  const answer = isShort ? null : await answerOf(code);
  const verdict = !answer ? "unsure" : answer.why === "ok" && answer.colour === "green" ? "passed" : "stopped";
  const id = uuid7();
  const now: Shown = { id, verdict, answer, at: Date.now(), again: false };
  await sealed(id, code, source, verdict === "unsure" ? null : verdict === "passed");
  last = { text: code, at: now.at, shown: now };
  shown.value = now;
  void flushNow().then(async () => {
    if (isShort) hear(now);
    await (await import("@/offline/tidying")).forgetCheckIns();
  }).catch(() => {});
}

async function sealed(id: string, code: string, source: string, said_passed: boolean | null): Promise<void> {
  const body = JSON.stringify({ id, place_id: chosenId.value, source, code, said_passed, device_at: new Date().toISOString(), clock_offset_ms: clockOffset() });
  const { seal } = await import("@/offline/sealing");
  await seal({ id, kind: "check_in", author: authorNow(), record_id: id, what: source, url: URL, body });
}

/** A short number means nothing to this phone: what the server said of it is shown as soon as it is there. */
function hear(about: Shown): void {
  const reply = outbox.value.find((item) => item.id === about.id)?.reply;
  if (!reply || shown.value?.id !== about.id) return;
  shown.value = { ...about, verdict: reply.state === "passed" ? "passed" : "stopped" };
}

export function dismiss(): void {
  shown.value = null;
}
