/** The fields of a list of people, in the person's words, with what is usual in them. */
import { t, tOr, areaName } from "@/i18n";
import type { Area, PeopleReport } from "@/platform/shapes";
import { ROLES } from "./roles";

export const FIELDS = ["name", "phone", "area_code", "within", "role", "is_lead", "username", "role_area_code", "language", "work_im_id", "app_push_id"] as const;
const NEEDED = new Set<string>(["name", "phone", "area_code"]);

export function specs(areas: Area[]) {
  const named = areas.flatMap((area) => [areaName(area), area.code]);
  const roles = ROLES.map((role) => tOr(`role.${role}`, role));
  const usual: Record<string, string[]> = { area_code: named, within: named, role_area_code: named, role: roles, is_lead: [t("people.yes"), t("people.no")] };
  return FIELDS.map((key) => ({ key, label: t(`people.field_${key}`), needed: NEEDED.has(key), suggestions: usual[key] }));
}

/** Line → what becomes of it, as one reads it in a cell. */
export function outcomesOf(report: PeopleReport | null): Map<number, string> {
  return new Map((report?.outcomes ?? []).map(({ line, outcome, changes, was }) => {
    const word = t(`people.outcome_${outcome}`);
    if (outcome !== "updated") return [line, word];
    return [line, t("people.outcome_detail", { word, was: was ?? "", changes: changes.map((one) => tOr(`people.field_${one}`, one)).join("、") })];
  }));
}
