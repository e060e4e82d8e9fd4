/** What a filter is called, on its chip and beside a saved list. */
import { pick, t, tOr } from "@/i18n";
import type { Category } from "@/platform/shapes";
import { narrowedBy, type Narrowing } from "./asked";
import { categories, categoryOf } from "./categories";

export const FAMILIES = { E: "event", P: "component" } as const;
export type Family = keyof typeof FAMILIES;

/** A kind, a class or one of the two families; its code until the catalogue is here. */
export function categoryName(code: string): string {
  if (code in FAMILIES) return t(`find.${FAMILIES[code as Family]}`);
  const kind = categoryOf(code);
  if (kind) return pick({ zh: kind.zh, en: kind.en }) ?? code;
  const one = categories.value?.find((each: Category) => each.class_code === code);
  return (one && pick({ zh: one.class_zh, en: one.class_en })) ?? code;
}

export function nameOfFilter(name: ReturnType<typeof narrowedBy>[number], asked: Narrowing, area: string): string {
  if (name === "q") return t("find.words", { words: asked.q });
  if (name === "deadline") return t(`find.${asked.deadline || "overdue"}`);
  if (name === "state") return asked.state === "open" || asked.state === "ended" ? t(`find.${asked.state}`) : tOr(`case_state.${asked.state}`, asked.state);
  if (name === "category") return categoryName(asked.category);
  if (name === "area") return area || asked.area;
  return t(name === "urgent" ? "case.urgent" : "find.mine");
}
