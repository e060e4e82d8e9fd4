/** One indicator at a place, all that its page shows; the last that was read is kept for where there is no network. */
import { computed, ref, shallowRef, type Ref } from "vue";
import { dropCopies, isTakenAway, keepCopy, type Copy } from "@/offline/copies";
import { authorNow } from "@/offline/outbox-store";
import { kept } from "@/offline/read-db";
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
interface Kept extends Copy { read: Read }
interface Asked { code: string; area: string | undefined }

/** As many as somebody goes through in a morning; each is a few ten thousand letters. */
export const MOST = 40;
const PREFIX = "indicator:";
const KEEP_MS = 14 * 86_400_000;
const CORRECTIONS = 20;
/** No copy of what is this person's stays behind in the browser's own store. */
const headers = { "If-None-Match": '"none"' };

export const keyOf = ({ code, area }: Asked) => `${PREFIX}${code}@${area ?? "own"}`;

export function useIndicator(person: string, asked: () => Asked, per: () => Per) {
  const read = shallowRef<Read | null>(null);
  /** `readAt`: when the server last said what is shown. */
  const [problem, readAt] = [ref<Problem | null>(null), ref<number | null>(null)];
  const missing = computed(() => problem.value !== null && isTakenAway(problem.value));
  const series = computed(() => read.value?.series[per()] ?? null);
  /** `loading`: the turn that reads all of it, until it has. */
  let [turn, loading] = [0, 0];

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
    loading = mine;
    try {
      const [found, now] = [await fetched(what, by), Date.now()];
      if (mine !== turn) return;
      [read.value, problem.value, readAt.value, loading] = [found, null, now, 0];
      await remember(what, person, now, found);
    } catch (error) {
      await failed({ read, problem, readAt }, what, asProblem(error), () => mine === turn);
    }
  }

  /** The same by other periods. Where the rest is old or still on its way, all of it is read: nothing old passes for new beside them. */
  async function loadSeries(): Promise<void> {
    if (!read.value || !readAt.value || problem.value || loading === turn) return load();
    const [mine, what, by, at] = [++turn, asked(), per(), readAt.value];
    try {
      const found = await fetchSeries(what, read.value.whole.definition, by);
      if (mine !== turn) return;
      read.value = { ...read.value, series: { ...read.value.series, [by]: found } };
      await remember(what, person, at, read.value);
    } catch (error) {
      await failed({ read, problem, readAt }, what, asProblem(error), () => mine === turn);
    }
  }

  return { read, series, problem, readAt, missing, show, load, loadSeries };
}

interface Shown { read: Ref<Read | null>; problem: Ref<Problem | null>; readAt: Ref<number | null> }

/** What is not this person's to read any more does not stay on the phone either. */
async function failed({ read, problem, readAt }: Shown, what: Asked, why: Problem, isMine: () => boolean): Promise<void> {
  if (isTakenAway(why)) await dropCopies(keyOf(what)).catch(() => {});
  if (!isMine()) return;
  problem.value = why;
  if (isTakenAway(why)) read.value = readAt.value = null;
}

async function fetched(what: Asked, per: Per): Promise<Read> {
  const given = { params: { path: { code: what.code }, query: { area: what.area } }, headers };
  const asked = take(api.GET("/api/indicators/{code}", given));
  const [whole, peers, parts, corrections, series] = await Promise.all([
    asked, take(api.GET("/api/indicators/{code}/peers", given)), take(api.GET("/api/indicators/{code}/parts", given)), fetchCorrections(what),
    asked.then(({ definition }) => fetchSeries(what, definition, per)),
  ]);
  return { whole, peers, parts, corrections, series: { [per]: series } };
}

export function fetchSeries({ code, area }: Asked, definition: IndicatorDefinition, per: Per, times = 1): Promise<IndicatorSeries> {
  const since = sinceOf(stepOf(definition.period, per), serverNow(), times);
  return take(api.GET("/api/indicators/{code}/series", { params: { path: { code }, query: { area, per, since } }, headers }));
}

async function fetchCorrections({ code, area }: Asked): Promise<IndicatorCorrection[] | null> {
  try {
    return (await take(api.GET("/api/indicators/{code}/corrections", { params: { path: { code }, query: { area, limit: CORRECTIONS } }, headers }))).items;
  } catch (error) {
    if (asProblem(error).code === "indicator.too_few_to_show") return null;
    throw error;
  }
}

async function copyOf(what: Asked, person: string): Promise<Kept | null> {
  const copy = await kept<Kept | null>(keyOf(what)).catch(() => undefined);
  return copy?.person === person ? copy : null;
}

/** Nothing of an answer that comes when its person has gone, or another one has the phone. */
async function remember(what: Asked, person: string, read_at: number, read: Read): Promise<void> {
  if (!person || authorNow() !== person) return;
  const copy: Kept = { person, read_at, until: read_at + KEEP_MS, read };
  // A phone that can keep nothing shows it all the same.
  await keepCopy(PREFIX, MOST, keyOf(what), JSON.parse(JSON.stringify(copy))).catch(() => {});
}
