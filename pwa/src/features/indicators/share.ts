/** Hands a card to others as a picture: through the phone's own sheet where there is one, else as a file. */
import { areaName, pick, t } from "@/i18n";
import { serverNow } from "@/platform/clock";
import type { IndicatorWhole } from "@/platform/shapes";
import { saveFile } from "@/platform/save";
import { pngOf } from "./draw";
import { AGAINST, deltaOf, figureOf, goalOf, isStale, momentOf, periodOf, rankOf } from "./figures";
import type { PictureWords } from "./picture";
import { sourceOf } from "./sources";

/** "shared", "saved", or nothing where the person thought better of it. */
export type Handed = "shared" | "saved" | null;

export const mayShare = ({ card }: IndicatorWhole): boolean => card.value !== null && !card.is_suppressed;

/** Of so few people, or of what lies beside them, that others must not see it: whoever sends it on is asked first. */
export const countsFew = ({ definition, may_see_few }: IndicatorWhole): boolean => definition.is_people && may_see_few;

export function wordsOf({ card, area }: IndicatorWhole): PictureWords {
  const figure = figureOf(card);
  const rank = rankOf(card);
  const goal = goalOf(card);
  const deltas = AGAINST.flatMap((against) => deltaOf(card, against) ?? []).map((delta) => `${delta.than} ${delta.amount}`);
  const department = pick({ zh: card.source_dept_zh, en: card.source_dept_en });
  return {
    place: areaName(area), name: pick({ zh: card.name_zh, en: card.name_en }) ?? "", figure: figure.text, unit: figure.unit, isNone: figure.isNone, hint: figure.hint,
    time: t("share.time", { period: periodOf(card.period, card.starts_at, true), at: momentOf(card.as_of) }),
    source: [department, sourceOf(card.source)].filter(Boolean).join(" · "),
    more: figure.isNone ? [] : [deltas.join(" · "), [goal && `${t("indicator.goal")} ${goal}`, rank && `${t("indicator.rank")} ${rank.text}`].filter(Boolean).join(" · ")].filter(Boolean),
    marks: [card.is_demo ? t("indicator.demo") : "", isStale(card) ? t("indicator.stale") : "", card.revision ? t("indicator.corrected") : ""].filter(Boolean),
    foot: `${t("app.name")} · ${t("share.made", { at: momentOf(serverNow()) })}`,
    spark: figure.isNone ? [] : card.spark,
  };
}

export async function hand(whole: IndicatorWhole): Promise<Handed> {
  const words = wordsOf(whole);
  const name = `${words.place}-${words.name}-${(whole.card.starts_at ?? "").slice(0, 10)}.png`.replace(/[\\/:*?"<>|\s]+/g, "_");
  const file = new File([await pngOf(words)], name, { type: "image/png" });
  if (!navigator.canShare?.({ files: [file] })) {
    saveFile(file, name);
    return "saved";
  }
  try {
    await navigator.share({ files: [file], title: `${words.place} ${words.name}` });
    return "shared";
  } catch (error) {
    if ((error as DOMException).name === "AbortError") return null;
    // The tap that it needs was too long ago.
    saveFile(file, name);
    return "saved";
  }
}
