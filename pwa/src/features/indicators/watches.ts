/** Of which thresholds the person wants to be told: the server has them, so that every phone of his is told. */
import { ref } from "vue";
import { t } from "@/i18n";
import { api, take } from "@/platform/api";
import { inTurn } from "@/platform/in-turn";
import type { CockpitCard, IndicatorWatch, NewIndicatorWatch } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";
import { toast } from "@/ui/toast";

/** As it is typed. */
export interface WatchDraft { id: string; operator: "above" | "below"; threshold: string; margin: string; quiet: boolean; from: string; until: string }

export const watches = ref<IndicatorWatch[] | null>(null);
export const watchesError = ref("");
const AT = "/api/me/indicator-subscriptions/{watch_id}";
const NIGHT = { from: "22:00", until: "07:00" };

const trying = inTurn(watchesError);

export const loadWatches = () => trying(async () => void (watches.value = (await take(api.GET("/api/me/indicator-subscriptions", {}))).items));

/** Looked at anew: what stood here may have been another person's. */
export function openWatches(): Promise<boolean> {
  watches.value = null;
  return loadWatches();
}

export const saveWatch = (id: string, body: NewIndicatorWatch) => trying(async () => {
  const saved = await take(api.PUT(AT, { params: { path: { watch_id: id } }, body }));
  const others = watches.value ?? [];
  watches.value = others.some((one) => one.id === id) ? others.map((one) => (one.id === id ? saved : one)) : [...others, saved];
});

/** Gone at once, and back by a tap. */
export async function dropWatch(one: IndicatorWatch): Promise<boolean> {
  const done = await trying(async () => {
    await take(api.DELETE(AT, { params: { path: { watch_id: one.id } } }));
    watches.value = watches.value?.filter((each) => each.id !== one.id) ?? null;
  });
  if (done) toast(t("watch.dropped"), { undo: { text: t("app.undo"), act: () => void bringBack(one) } });
  return done;
}

/** The list may not be in sight any more: what goes wrong is said where the tap was. */
async function bringBack(one: IndicatorWatch): Promise<void> {
  if (!(await saveWatch(one.id, bodyOf(one)))) toast(watchesError.value, { kind: "danger" });
}

const bodyOf = ({ code, area, operator, threshold, margin, quiet_from, quiet_until }: IndicatorWatch): NewIndicatorWatch =>
  ({ code, area: area.code, operator, threshold, margin, quiet_from, quiet_until });

/** Begins where trouble would: beyond the goal, on the side that is not wanted. */
export function newDraft({ direction, goal, value }: Pick<CockpitCard, "direction" | "goal" | "value">): WatchDraft {
  const start = goal ?? value;
  return { id: uuid7(), operator: direction === "up" ? "below" : "above", threshold: start === null ? "" : String(start), margin: "0", quiet: false, ...NIGHT };
}

export const draftOf = (one: IndicatorWatch): WatchDraft => ({
  id: one.id, operator: one.operator, threshold: String(one.threshold), margin: String(one.margin),
  quiet: one.quiet_from !== null, from: one.quiet_from ?? NIGHT.from, until: one.quiet_until ?? NIGHT.until,
});

export type WatchFault = "threshold" | "margin" | "quiet";

/** What is wrong with it, before it is sent. */
export function faultOf(draft: WatchDraft): WatchFault | null {
  if (!isNumber(draft.threshold)) return "threshold";
  if (!isNumber(draft.margin) || Number(draft.margin) < 0) return "margin";
  return draft.quiet && (!draft.from || !draft.until || draft.from === draft.until) ? "quiet" : null;
}

// A field of type number hands over a number where it can, and "" where it cannot.
const isNumber = (text: string | number) => String(text).trim() !== "" && Number.isFinite(Number(text));

export const sentOf = (draft: WatchDraft, code: string, area: string): NewIndicatorWatch => ({
  code, area, operator: draft.operator, threshold: Number(draft.threshold), margin: Number(draft.margin),
  quiet_from: draft.quiet ? draft.from : null, quiet_until: draft.quiet ? draft.until : null,
});
