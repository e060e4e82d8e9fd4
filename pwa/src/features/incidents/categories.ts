/** What can be reported: kept on the phone, so that it can be chosen where there is no network. */
import { ref } from "vue";
import { pick } from "@/i18n";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem, type Problem } from "@/platform/problem";
import type { Category } from "@/platform/shapes";

const KEY = "incident_categories";
const RECENT = "incident_categories_recent";
const MOST_RECENT = 6;
export const categories = ref<Category[] | null>(null);
export const categoriesProblem = ref<Problem | null>(null);
export const recent = ref<string[]>([]);

export async function loadCategories(): Promise<void> {
  categories.value ??= (await kept<Category[]>(KEY).catch(() => undefined)) ?? null;
  recent.value = (await kept<string[]>(RECENT).catch(() => undefined)) ?? [];
  try {
    categories.value = (await take(api.GET("/api/incident-categories", {}))).items;
    categoriesProblem.value = null;
    await keep(KEY, JSON.parse(JSON.stringify(categories.value)));
  } catch (error) {
    categoriesProblem.value = asProblem(error);
  }
}

export const categoryOf = (code: string | null) => categories.value?.find((one) => one.code === code) ?? null;

/** The last used first. */
export async function noteUse(code: string): Promise<void> {
  recent.value = [code, ...recent.value.filter((one) => one !== code)].slice(0, MOST_RECENT);
  await keep(RECENT, [...recent.value]).catch(() => {});
}

export interface CategoryClass { code: string; name: string; items: Category[] }

/** In the catalogue's order; `search` finds a part of a name in either language. */
export function grouped(all: readonly Category[], search: string): CategoryClass[] {
  const wanted = search.trim().toLowerCase();
  const classes = new Map<string, CategoryClass>();
  for (const one of all) {
    const names = [one.zh, one.en, one.class_zh, one.class_en].join(" ").toLowerCase();
    if (wanted && !names.includes(wanted)) continue;
    const group = classes.get(one.class_code) ?? { code: one.class_code, name: pick({ zh: one.class_zh, en: one.class_en }) ?? "", items: [] };
    group.items.push(one);
    classes.set(one.class_code, group);
  }
  // What cannot wait is not looked for: the class that is mostly urgent comes first, the others as the catalogue has them.
  return [...classes.values()].sort((a, b) => Number(isUrgent(b)) - Number(isUrgent(a)));
}

const isUrgent = ({ items }: CategoryClass) => items.filter((one) => one.urgent).length * 2 > items.length;
