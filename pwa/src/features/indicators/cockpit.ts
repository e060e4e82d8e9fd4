/** A cockpit: one place in one answer. It opens with what the phone has and asks whether that is still so. */
import { ref, shallowRef } from "vue";
import { isTakenAway } from "@/offline/copies";
import { dropCockpit, keepCockpit, keptCockpit, keptPlaces, keyOf } from "@/offline/cockpits";
import { authorNow } from "@/offline/outbox-store";
import { api, named, take } from "@/platform/api";
import { asProblem, networkProblem, problemFrom, type Problem } from "@/platform/problem";
import type { CockpitArea, CockpitCard, CockpitMode, CockpitWhole, ModeName } from "@/platform/shapes";

/** Who looks at cockpits. */
export const READERS = ["commander", "duty_officer", "analyst", "grid_worker", "handler", "verifier"];
export const HEADLINE = "headline";
/** What is of now is worked out anew as often as this. */
export const LOOK_MS = 120_000;

/** `mode`: the order of another mode, looked at and not kept. */
export interface Asked { area: string; department?: string; mode?: ModeName }
interface Grant { role: string; area_code: string }

/** The places that somebody's cockpits begin at: none of them lies in another one. */
export function rootsOf<G extends Grant>(grants: readonly G[]): G[] {
  const own = [...new Map(grants.filter(({ role }) => READERS.includes(role)).map((grant) => [grant.area_code, grant])).values()];
  return own.filter(({ area_code }) => !own.some((other) => other.area_code !== area_code && area_code.startsWith(other.area_code)));
}

export function useCockpit(asked: () => Asked) {
  const whole = shallowRef<CockpitWhole | null>(null);
  const problem = shallowRef<Problem | null>(null);
  /** When the server last said that what is shown is so. */
  const readAt = ref<number | null>(null);
  let turn = 0;

  /** Another place: nothing of the last one stays. */
  async function show(): Promise<void> {
    const mine = ++turn;
    [whole.value, problem.value, readAt.value] = [null, null, null];
    const copy = await keptOf(asked());
    if (mine !== turn) return;
    if (copy) [whole.value, readAt.value] = [copy.whole, copy.read_at];
    await load();
  }

  async function load(): Promise<void> {
    const [mine, wanted] = [++turn, asked()];
    try {
      const found = await ask(wanted);
      if (mine === turn) [whole.value, problem.value, readAt.value] = [found, null, Date.now()];
    } catch (caught) {
      const why = asProblem(caught);
      // Whom the server shows the place no more has no right to the old picture of it either, nor has his phone.
      if (isTakenAway(why)) await dropCockpit(wanted.area).catch(() => {});
      if (mine !== turn) return;
      problem.value = why;
      if (isTakenAway(why)) whole.value = readAt.value = null;
    }
  }

  return { whole, problem, readAt, show, load };
}

const keptOf = ({ area, department, mode }: Asked) => (mode ? Promise.resolve(undefined) : keptCockpit(keyOf(area, department), authorNow() ?? "").catch(() => undefined));

async function ask(wanted: Asked): Promise<CockpitWhole> {
  const person = authorNow();
  const copy = await keptOf(wanted);
  // Named even where there is none: so no copy of what is this person's stays behind in the browser's own store.
  const headers = { "If-None-Match": copy?.etag ?? '"none"' };
  const { data, error, response } = await api.GET("/api/cockpit", { params: { query: wanted }, headers }).catch(() => {
    throw networkProblem();
  });
  const found = response.status === 304 ? copy?.whole : data;
  if (!found || typeof found !== "object") throw problemFrom(response.status, error);
  if (!wanted.mode) await remember(wanted, person, response.headers.get("ETag") ?? copy?.etag ?? "", found);
  return found;
}

/** Nothing of an answer that comes when its person has gone, or another one has the phone. */
async function remember({ area, department }: Asked, person: string | null, etag: string, found: CockpitWhole): Promise<void> {
  if (person && person === authorNow()) await keepCockpit(keyOf(area, department), person, etag, found).catch(() => {});
}

/** The cards of a section, in its order. */
export function cardsOf(whole: CockpitWhole, codes: readonly string[]): CockpitCard[] {
  const known = new Map(whole.cards.map((card) => [card.code, card]));
  return codes.flatMap((code) => known.get(code) ?? []);
}

export const headlinesOf = (whole: CockpitWhole, most?: number): CockpitCard[] => cardsOf(whole, whole.sections.find(({ key }) => key === HEADLINE)?.codes.slice(0, most) ?? []);

/** What the place itself was put into; where nothing was, that of the place above holds. */
export const ownMode = ({ area, mode }: Pick<CockpitWhole, "area" | "mode">): ModeName => (mode.area === area.code ? mode.key : "normal");

export const switchMode = (area: string, mode: ModeName, reason: string): Promise<CockpitMode> => take(api.PUT("/api/cockpit/mode", { params: { header: named() }, body: { area, mode, reason } }));

export const placesHere = (): Promise<CockpitArea[]> => keptPlaces(authorNow() ?? "").catch(() => []);
