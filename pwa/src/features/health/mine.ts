/** My health on this phone: what the server says, what was declared since, and the code that renews itself. */
import { computed, ref } from "vue";
import { now } from "@/i18n/time";
import { authorNow, flushNow, outbox } from "@/offline/outbox-store";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { clockOffset, serverNow } from "@/platform/clock";
import type { HealthCode, MyHealth } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";

const [MINE, CODE] = ["health_mine", "health_code"];
/** `until`: from then on nothing of it is known, and it goes from this phone. */
interface Kept<T> { author: string | null; said: T; until: number }
/** What says no end of its own goes with the longest that the server keeps. */
const LONGEST_MS = 30 * 24 * 3_600_000;

export const mine = ref<MyHealth | null>(null);
export const code = ref<HealthCode | null>(null);
export const problem = ref("");
let owner: string | null = null;

/** What was declared on this phone and has not reached the server. */
export const pending = computed(() => outbox.value.filter((item) => item.kind === "declaration" && item.status !== "delivered"));
/** The server's word for another half-day says nothing of this one. */
export const isDue = computed(() => !pending.value.length && !(mine.value?.declared && Date.parse(mine.value.next_half_at) > now.value - clockOffset()));

/** Opens with what the phone knows, then asks the server. */
export async function openMine(): Promise<void> {
  await own();
  await loadMine();
}

/** Another person's health is not shown on a shared phone. */
async function own(): Promise<void> {
  const person = authorNow();
  if (person !== owner) [mine.value, code.value] = [null, null];
  owner = person;
  mine.value ??= await known<MyHealth>(MINE);
  code.value ??= await known<HealthCode>(CODE);
}

async function known<T>(name: string): Promise<T | null> {
  const told = await kept<Kept<T>>(name).catch(() => undefined);
  return told?.author === owner && told.until > Date.now() ? told.said : null;
}

export async function loadMine(): Promise<void> {
  problem.value = "";
  try {
    await remember(await take(api.GET("/api/me/health", {})));
  } catch (error) {
    problem.value = told(error);
  }
}

async function remember(said: MyHealth): Promise<void> {
  mine.value = said;
  await store(MINE, said, said.valid_until);
}

const store = (name: string, said: unknown, until: string | null) => keep(name, JSON.parse(JSON.stringify({ author: owner, said, until: until ? Date.parse(until) : Date.now() + LONGEST_MS }))).catch(() => {});

/** A new code; the one before stays where there is no network, and says its age. */
export async function renewCode(): Promise<void> {
  try {
    code.value = await take(api.POST("/api/me/health/code", {}));
    problem.value = "";
    await store(CODE, code.value, code.value.grace_until);
    if (mine.value && mine.value.colour !== code.value.colour) await loadMine();
  } catch (error) {
    problem.value = told(error);
  }
}

export interface Said { symptoms: string[]; risk_area: boolean; contact: boolean }

/** Sealed before anything is sent: it counts from the tap, with or without a network. */
export async function declare(said: Said): Promise<void> {
  const id = uuid7();
  const body = JSON.stringify({ id, ...said, device_at: new Date().toISOString(), clock_offset_ms: clockOffset() });
  const { seal } = await import("@/offline/sealing");
  await seal({ id, kind: "declaration", author: authorNow(), record_id: id, what: "declaration", url: "/api/me/health/declarations", body });
  await flushNow();
  await loadMine();
}

export async function appeal(reason: string): Promise<void> {
  await remember(await take(api.POST("/api/me/health/appeals", { body: { id: uuid7(), reason } })));
}

/** Seconds until the code should be another one; negative once it is old. */
export const freshFor = (shown: HealthCode, at: number = serverNow()) => Math.round((Date.parse(shown.expires_at) - at) / 1_000);
export const isGood = (shown: HealthCode, at: number = serverNow()) => Date.parse(shown.grace_until) > at;

