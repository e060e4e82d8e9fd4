/** One case: what the phone has of it, then what the server says; steps are sealed here and sent when they can be. */
import { computed, ref } from "vue";
import { dropCase, keepWhole, keptCase } from "@/offline/cases";
import { flushNow, outbox } from "@/offline/outbox-store";
import type { PhotoUse } from "@/offline/outbox";
import { dropPhotos } from "@/offline/photos";
import { announced, asSealed } from "@/offline/photos-sealed";
import { seal } from "@/offline/sealing";
import { api, take } from "@/platform/api";
import { clockOffset } from "@/platform/clock";
import { asProblem, networkProblem, type Problem } from "@/platform/problem";
import type { Incident } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";
import { pictures, shrinkPhotos } from "./taking";

/** From then on what is shown counts as old. */
const SLOW_MS = 4_000;

export function useCase(person: string, id: () => string) {
  const incident = ref<Incident | null>(null);
  const readAt = ref<number | null>(null);
  const problem = ref<Problem | null>(null);
  /** Said here and not yet heard there: until then nothing else is offered. */
  const pending = computed(() => outbox.value.filter((item) => item.kind === "step" && item.record_id === id() && item.status !== "delivered" && item.status !== "handed"));

  async function load(): Promise<void> {
    const asked = id();
    if (incident.value?.id !== asked) await showKept(asked);
    const slow = setTimeout(() => readAt.value && (problem.value ??= networkProblem()), SLOW_MS);
    try {
      const found = await take(api.GET("/api/incidents/{incident_id}", { params: { path: { incident_id: asked } } }));
      if (id() !== asked) return;
      incident.value = found;
      readAt.value = problem.value = null;
      await keepWhole(person, found).catch(() => {});
    } catch (error) {
      await fail(asked, asProblem(error));
    } finally {
      clearTimeout(slow);
    }
  }

  async function fail(asked: string, why: Problem): Promise<void> {
    problem.value = why;
    readAt.value ??= incident.value && Date.now();
    if (why.status !== 404 || pending.value.length) return;
    // It is no longer this person's to see, on this phone neither.
    await dropCase(asked).catch(() => {});
    incident.value = null;
  }

  async function showKept(asked: string): Promise<void> {
    const copy = await keptCase(person, asked).catch(() => undefined);
    incident.value = copy?.incident ?? null;
    readAt.value = copy?.read_at ?? null;
  }

  return { incident, readAt, problem, pending, load };
}

export interface Said { note?: string; photos?: PhotoUse; [more: string]: unknown }

/** Seals a step; with `photos` the pictures taken for this case go along under that use. */
export async function step(author: string, incident_id: string, verb: string, { photos: use, ...more }: Said = {}): Promise<void> {
  const now = Date.now();
  const id = uuid7(now);
  if (use) await shrinkPhotos(author, incident_id);
  const taken = use ? await pictures(author, incident_id) : [];
  const photos = asSealed(taken, { item_id: id, record_id: incident_id, author, use: use ?? "handle" });
  const body = JSON.stringify({ id, device_at: new Date(now).toISOString(), clock_offset_ms: clockOffset(), ...more, ...(photos.length ? { photos: announced(photos) } : {}) });
  await seal({ id, kind: "step", author, record_id: incident_id, what: verb, url: `/api/incidents/${incident_id}/${verb.replaceAll("_", "-")}`, body, now, photos });
  await dropPhotos(taken.map((one) => one.draft_id)).catch(() => {});
  navigator.vibrate?.(40);
  void flushNow(true);
}
