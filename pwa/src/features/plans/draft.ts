/** The one plan being edited on this phone: kept on every change, so that no call and no flat battery loses a word. */
import { computed, reactive, ref, watch } from "vue";
import { language } from "@/i18n";
import { keep, kept } from "@/offline/read-db";
import type { Plan, PlanContent } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";
import { contentOf, contentOfVersion } from "./api";
import { emptyPlan, firstSlots } from "./empty";
import { same } from "./merge";
import type { Side } from "./slots";

interface Kept { content: PlanContent; basedOn: number | null; at: number }

export const plan = ref<PlanContent>(emptyPlan());
export const draft = reactive({
  /** Null while the plan is new. */
  code: null as string | null,
  /** The version that was in force when editing began. */
  basedOn: null as number | null,
  base: emptyPlan(),
  /** When the words found on this phone were written; null: nothing was found. */
  restoredAt: null as number | null,
  /** Somebody tried to save: from then on what is missing is said beside its field. */
  tried: false,
  /** Names the write, so that a second try of it is the same one. */
  key: uuid7(),
  /** Which language the narrow screen shows. */
  side: "zh" as Side,
});
export const dirty = computed(() => !same(plan.value, draft.base));

const placeOf = (code: string | null) => `plan-draft:${code ?? ""}`;
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Begins with what this phone kept, else with what is in force, else with an empty plan. */
export async function open(current: Plan | null): Promise<void> {
  const code = current?.code ?? null;
  const found = await kept<Kept>(placeOf(code)).catch(() => undefined);
  let base = current ? contentOf(current) : { ...emptyPlan(), slots: firstSlots() };
  const isOlder = current !== null && found !== undefined && found.basedOn !== null && found.basedOn !== current.version;
  if (isOlder) base = await contentOfVersion(code!, found.basedOn!);
  const isDraft = found !== undefined && !same(found.content, base);
  const basedOn = isDraft ? found.basedOn : (current?.version ?? null);
  Object.assign(draft, { code, basedOn, base: isDraft || !current ? base : contentOf(current), side: language.value === "en" ? "en" : "zh", restoredAt: isDraft ? found.at : null, tried: current !== null, key: uuid7() });
  // What an older app kept knows no ladder.
  plan.value = copy(isDraft ? { ...found.content, ladder: found.content.ladder ?? draft.base.ladder } : draft.base);
}

/** Goes on from a version that somebody saved meanwhile. */
export function rebase(version: number, theirs: PlanContent, content: PlanContent): void {
  draft.basedOn = version;
  draft.base = theirs;
  draft.key = uuid7();
  plan.value = copy(content);
}

/** Puts back what was there before; the draft on this phone goes. */
export async function drop(): Promise<void> {
  plan.value = copy(draft.base);
  draft.restoredAt = null;
  await forget();
}

export async function forget(): Promise<void> {
  await keep(placeOf(draft.code), undefined).catch(() => {});
}

// One database row of a few kilobytes: it costs nothing to write it at every key.
watch(plan, () => {
  draft.key = uuid7();
  if (dirty.value) void keep(placeOf(draft.code), copy({ content: plan.value, basedOn: draft.basedOn, at: Date.now() } satisfies Kept)).catch(() => {});
  else void forget();
}, { deep: true });
