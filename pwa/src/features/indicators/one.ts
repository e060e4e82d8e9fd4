/** One indicator at a place, all that its page shows; the last that was read is kept for where there is no network. */
import { computed, ref, shallowRef } from "vue";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { serverNow } from "@/platform/clock";
import { asProblem, type Problem } from "@/platform/problem";
import type { IndicatorCorrection, IndicatorDefinition, IndicatorPeers, IndicatorSeries, IndicatorWhole } from "@/platform/shapes";
import { sinceOf, stepOf, type Per } from "./periods";

export interface Read {
  whole: IndicatorWhole; peers: IndicatorPeers; parts: IndicatorPeers;
  /** Null: of so few people that what was corrected is not shown. */
  corrections: IndicatorCorrection[] | null;
  series: Partial<Record<Per, IndicatorSeries>>;
}
interface Kept { person: string; read_at: number; until: number; read: Read }
interface Asked { code: string; area: string | undefined }

const KEEP_MS = 14 * 86_400_000;
const CORRECTIONS = 20;

export function useIndicator(person: string, asked: () => Asked, per: () => Per) {
  const read = shallowRef<Read | null>(null);
  /** `readAt`: when what is shown was read, where that was not just now. */
  const [problem, readAt] = [ref<Problem | null>(null), ref<number | null>(null)];
  const missing = computed(() => problem.value?.status === 404);
  const series = computed(() => read.value?.series[per()] ?? null);
  let turn = 0;

  /** Another indicator or another place: nothing of the last one stays. */
  async function show(): Promise<void> {
    const mine = ++turn;
    read.value = readAt.value = problem.value = null;
    const copy = await copyOf(asked(), person);
    if (mine !== turn) return;
    if (copy) [read.value, readAt.value] = [copy.read, copy.read_at];
    await load();
  }

  async function load(): Promise<void> {
    const [mine, what, by] = [++turn, asked(), per()];
    try {
      const found = await fetched(what, by, read.value);
      if (mine !== turn) return;
      [read.value, problem.value, readAt.value] = [found, null, null];
      await remember(what, person, found);
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error);
      // What is not this person's to read any more does not stay on the phone either.
      if (mine === turn && missing.value) await forget(what).then(() => (read.value = null));
    }
  }

  /** The same by other periods: what was read of it before stands until it is read anew. */
  async function loadSeries(): Promise<void> {
    if (!read.value) return load();
    const [mine, what, by] = [++turn, asked(), per()];
    try {
      const found = await fetchSeries(what, read.value.whole.definition, by);
      if (mine !== turn) return;
      [read.value, problem.value] = [{ ...read.value, series: { ...read.value.series, [by]: found } }, null];
      if (!readAt.value) await remember(what, person, read.value);
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error);
    }
  }

  return { read, series, problem, readAt, missing, show, load, loadSeries };
}

async function fetched(what: Asked, per: Per, before: Read | null): Promise<Read> {
  const given = { params: { path: { code: what.code }, query: { area: what.area } } };
  const asked = take(api.GET("/api/indicators/{code}", given));
  const [whole, peers, parts, corrections, series] = await Promise.all([
    asked, take(api.GET("/api/indicators/{code}/peers", given)), take(api.GET("/api/indicators/{code}/parts", given)), fetchCorrections(what),
    asked.then(({ definition }) => fetchSeries(what, definition, per)),
  ]);
  return { whole, peers, parts, corrections, series: { ...before?.series, [per]: series } };
}

export function fetchSeries({ code, area }: Asked, definition: IndicatorDefinition, per: Per, times = 1): Promise<IndicatorSeries> {
  const since = sinceOf(stepOf(definition.period, per), serverNow(), times);
  return take(api.GET("/api/indicators/{code}/series", { params: { path: { code }, query: { area, per, since } } }));
}

async function fetchCorrections({ code, area }: Asked): Promise<IndicatorCorrection[] | null> {
  try {
    return (await take(api.GET("/api/indicators/{code}/corrections", { params: { path: { code }, query: { area, limit: CORRECTIONS } } }))).items;
  } catch (error) {
    if (asProblem(error).code === "indicator.too_few_to_show") return null;
    throw error;
  }
}

const keyOf = ({ code, area }: Asked) => `indicator:${code}@${area ?? "own"}`;

async function copyOf(what: Asked, person: string): Promise<Kept | null> {
  const copy = await kept<Kept>(keyOf(what)).catch(() => undefined);
  return copy?.person === person ? copy : null;
}

async function remember(what: Asked, person: string, read: Read): Promise<void> {
  const now = Date.now();
  const copy: Kept = { person, read_at: now, until: now + KEEP_MS, read };
  // A phone that can keep nothing shows it all the same.
  await keep(keyOf(what), JSON.parse(JSON.stringify(copy))).catch(() => {});
}

const forget = (what: Asked) => keep(keyOf(what), null).catch(() => {});
