/** My duty on this phone: what the server says, what was tapped since, and the sending of it. */
import { computed, ref } from "vue";
import { now } from "@/i18n/time";
import { keepTaps, keptTaps } from "@/offline/duty-taps";
import { authorNow } from "@/offline/outbox-store";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { markSuccess } from "@/platform/install-prompt";
import { clockOffset } from "@/platform/clock";
import { asProblem } from "@/platform/problem";
import type { DutyKind, MyDuty } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import { onWake } from "@/platform/wake";
import { isFinal, runningNow, settled, without, type InTap, type Place, type Tap } from "./taps";
import { whereNow } from "./where";

const MINE = "duty_mine";
interface Kept { author: string | null; said: MyDuty }
export const mine = ref<MyDuty | null>(null);
export const taps = ref<Tap[]>([]);
export const refusal = ref("");
export const running = computed(() => runningNow(mine.value, taps.value, now.value - clockOffset()));
/** The places where this person may check in for a kind, the likeliest first. */
export const placesFor = (kind: DutyKind): Place[] => mine.value?.places.filter((place) => place.kinds.includes(kind)) ?? [];
let watching = false;
let owner: string | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
const AGAIN_MS = 20_000;
let sending: Promise<void> | null = null;

/** Opens with what the phone knows, sends what waits, and asks the server. */
export async function openDuty(): Promise<void> {
  if (!watching) onWake(() => void sendTaps().then(load));
  watching = true;
  await own();
  await sendTaps();
  await load();
}

/** Another person's duty, and taps, are neither shown nor sent on a shared phone. */
async function own(): Promise<void> {
  const person = authorNow();
  if (person !== owner) mine.value = null;
  owner = person;
  const told = await kept<Kept>(MINE).catch(() => undefined);
  if (told?.author === person) mine.value ??= told.said;
  taps.value = await keptTaps<Tap>(person).catch(() => []);
}

async function load(): Promise<void> {
  if (taps.value.length) return;
  try {
    await remember(await take(api.GET("/api/me/duty", {})));
  } catch {
    // What the phone knows stays; the card says when something waits.
  }
}

export async function checkIn(kind: DutyKind, place: Place): Promise<string> {
  const { area_code, area_name_zh, area_name_en } = place;
  const tap: InTap = { op: "in", id: uuid7(), kind, place: { area_code, area_name_zh, area_name_en }, ...made() };
  await add(tap);
  markSuccess();
  // The tap is safe already; where it was made comes a moment later, if the phone may say.
  const position = await whereNow();
  if (position) await store(taps.value.map((one) => (one.op === "in" && one.id === tap.id ? { ...one, position } : one)));
  void sendTaps();
  return tap.id;
}

export async function checkOut(period_id: string): Promise<void> {
  await add({ op: "out", period_id, ...made() });
  void sendTaps();
}

const made = () => ({ author: authorNow(), device_at: new Date().toISOString(), clock_offset_ms: clockOffset() });

async function add(tap: Tap): Promise<void> {
  refusal.value = "";
  now.value = Date.now();
  await store([...taps.value, tap]);
}

async function store(all: Tap[]): Promise<void> {
  taps.value = all;
  await keepTaps(owner, all);
}

/** Signed out: nothing of it stays, what was not sent neither; the person was asked. */
export async function forgetDuty(): Promise<void> {
  if (taps.value.length) await keepTaps(owner, []);
  mine.value = null;
  taps.value = [];
  owner = null;
}

/** In the order of the taps, one sender at a time; what the server has not seen is kept. */
export function sendTaps(): Promise<void> {
  clearTimeout(again);
  sending ??= sendAll().finally(() => {
    sending = null;
    if (taps.value.length) again = setTimeout(() => void sendTaps(), AGAIN_MS);
  });
  return sending;
}

async function sendAll(): Promise<void> {
  while (taps.value[0] && taps.value[0].author === authorNow()) {
    const tap = taps.value[0];
    try {
      await remember(await send(tap));
      await store(settled(taps.value, tap, mine.value?.now?.id));
    } catch (error) {
      if (!isFinal(asProblem(error).status)) return;
      refusal.value = told(error);
      await store(without(taps.value, tap));
    }
  }
}

function send(tap: Tap): Promise<MyDuty> {
  const { device_at, clock_offset_ms } = tap;
  if (tap.op === "out") {
    const params = { path: { period_id: tap.period_id } };
    return take(api.POST("/api/me/duty/{period_id}/check-out", { params, body: { device_at, clock_offset_ms } }));
  }
  const body = { id: tap.id, kind: tap.kind, area_code: tap.place.area_code, position: tap.position ?? null, device_at, clock_offset_ms };
  return take(api.POST("/api/me/duty", { body }));
}

async function remember(said: MyDuty): Promise<void> {
  mine.value = said;
  await keep(MINE, JSON.parse(JSON.stringify({ author: owner, said }))).catch(() => {});
}

