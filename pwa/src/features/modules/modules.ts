/** Which modules there are, and the file of one: the server's where it answers, else what this phone keeps. */
import { ref, shallowRef } from "vue";
import { authorNow } from "@/offline/outbox-store";
import { keepModule, keptModule, keptModules } from "@/offline/modules-kept";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem } from "@/platform/problem";
import type { ModuleRow, ModuleWhole } from "@/platform/shapes";
import { told } from "@/platform/told";
import { inOrderOf, type Spec } from "./rules/spec";

const KEY = "street_modules";
interface Kept { author: string | null; read_at: number; items: ModuleRow[] }

export const modules = shallowRef<ModuleRow[] | null>(null);
export const modulesError = ref("");
/** When what is shown was read, where the server does not answer. */
export const modulesReadAt = ref<number | null>(null);

export async function loadModules(): Promise<void> {
  try {
    const { items } = await take(api.GET("/api/modules", {}));
    [modules.value, modulesError.value, modulesReadAt.value] = [items, "", null];
    await keep(KEY, JSON.parse(JSON.stringify({ author: authorNow(), read_at: Date.now(), items }))).catch(() => {});
  } catch (error) {
    modulesError.value = told(error);
    const copy = asProblem(error).isNetwork ? await kept<Kept>(KEY).catch(() => undefined) : undefined;
    if (copy?.author === authorNow()) [modules.value, modulesReadAt.value] = [copy.items, copy.read_at];
  }
}

export interface Module { whole: ModuleWhole; spec: Spec }
export const opened = (whole: ModuleWhole): Module => ({ whole, spec: inOrderOf(whole.content as unknown as Spec, whole.order, whole.sequence) });

/** As it is at the place; without one, at the person's own. Raises where nobody has it. */
export async function moduleAt(module: string, area: string | null): Promise<Module> {
  const person = authorNow() ?? "";
  try {
    const whole = await take(api.GET("/api/modules/{module}", { params: { path: { module }, query: { area: area ?? undefined } } }));
    await keepModule(person, area, whole).catch(() => {});
    return opened(whole);
  } catch (error) {
    const here = asProblem(error).isNetwork ? await moduleHere(module, area).catch(() => null) : null;
    if (!here) throw error;
    return here;
  }
}

/** The same as this phone has it, if it does: behind a dead network nobody waits for an answer. */
export async function moduleHere(module: string, area: string | null): Promise<Module | null> {
  const whole = await keptModule(authorNow() ?? "", module, area);
  return whole && opened(whole);
}

/** Those whose files lie on this phone. */
export async function modulesHere(): Promise<Map<string, Module>> {
  const all = await keptModules(authorNow() ?? "").catch(() => []);
  return new Map(all.map((whole) => [whole.id, opened(whole)]));
}
