/** Where on the screen each finding stands: beside what it is about. */
import { areaName, language, t, tOr } from "@/i18n";
import type { Finding } from "@/platform/shapes";

const ABOUT = {
  place: ["nobody", "no_responsible", "nobody_on_duty", "no_assembly_point", "conflict", "polygon_open", "polygon_crosses", "polygon_outside", "polygon_too_many_points", "radius_out_of_bounds"],
  text: ["headline_too_long", "sms_long", "expires_before_start", "expires_too_late", "test_is_a_drill"],
  slots: ["slot_missing", "slot_too_long", "slot_unknown"],
  reach: ["unreachable"],
} as const;
export type About = keyof typeof ABOUT;

export const about = (findings: Finding[], where: About) => findings.filter((one) => (ABOUT[where] as readonly string[]).includes(one.code));
export const ofSlot = (findings: Finding[], slot: string) => findings.filter((one) => one.data.slot === slot);
export const stops = (findings: Finding[]) => findings.some((one) => one.level === "error");

type Named = { code: string; name_zh: string; name_en: string };

/** A finding in words; its figures and names stand in its data. */
export function inWords({ code, data }: Finding): string {
  const areas = (data.areas as Named[] | undefined)?.slice(0, 3).map((area) => areaName(area)).join(language.value === "en" ? ", " : "、") ?? "";
  const headline = String((language.value === "en" ? data.headline_en : data.headline_zh) ?? "");
  const plain = Object.fromEntries(Object.entries(data).filter(([, value]) => typeof value === "string" || typeof value === "number")) as Record<string, string | number>;
  const spoken = data.language === "en" ? t("key.in_english") : t("key.in_chinese");
  return tOr(`lint.${code}`, code, { ...plain, areas, headline, spoken });
}
