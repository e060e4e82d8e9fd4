/** What the wide view draws: a longer history of the place and of some beside it; who cannot be had keeps nobody else back. */
import { ref, shallowRef } from "vue";
import type { IndicatorPoint, IndicatorWhole } from "@/platform/shapes";
import { told } from "@/platform/told";
import { fetchSeries } from "./one";
import { stepOf, type Per } from "./periods";
import { TIMES } from "./wide";

export interface Wanted { whole: IndicatorWhole | null; per: Per; beside: readonly string[] }

export function useLines(wanted: () => Wanted) {
  /** Area → its figures, of the periods that are chosen. */
  const found = shallowRef<Record<string, IndicatorPoint[]>>({});
  const error = ref("");
  let round = 0;
  const asking = new Set<string>();

  /** Another indicator, place or period: what is still on its way of the last one is no more waited for. */
  function forget(): void {
    round++;
    asking.clear();
    [found.value, error.value] = [{}, ""];
  }

  /** `anew`: also what is here. */
  async function fetchLines(anew = false): Promise<void> {
    const { whole, per, beside } = wanted();
    if (!whole) return;
    const [mine, { definition, area }] = [round, whole];
    const missing = [area.code, ...beside].filter((code) => !asking.has(code) && (anew || !found.value[code]));
    if (!missing.length) return;
    for (const code of missing) asking.add(code);
    const times = TIMES[stepOf(definition.period, per)];
    const came = await Promise.allSettled(missing.map(async (code) => [code, (await fetchSeries({ code: definition.code, area: code }, definition, per, times)).points] as const));
    if (mine !== round) return;
    for (const code of missing) asking.delete(code);
    found.value = { ...found.value, ...Object.fromEntries(came.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))) };
    const failed = came.find((one) => one.status === "rejected");
    error.value = failed ? told(failed.reason) : "";
  }

  return { found, error, forget, fetchLines };
}
