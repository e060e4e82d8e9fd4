/** One entity: as the server has it, or as this phone does; with the forms that wait here laid over it. */
import { computed, ref, shallowRef } from "vue";
import { authorNow, outbox } from "@/offline/outbox-store";
import { dropRow, keepRow, keptRow } from "@/offline/modules-kept";
import type { KeptRow } from "@/offline/modules-db";
import { moduleOf } from "@/offline/modules-forms";
import type { Item } from "@/offline/outbox";
import { api, named, take } from "@/platform/api";
import { asProblem } from "@/platform/problem";
import type { EntityWhole } from "@/platform/shapes";
import { told } from "@/platform/told";
import { localRows } from "./lists";
import type { LocalRow } from "./local";
import { moduleAt, moduleHere, type Module } from "./modules";

type Forms = EntityWhole["forms"];

/** What this phone keeps of it, and the file of its module: the phone's own where no server answers. */
async function atHand(id: string, waiting: Item | undefined, isNetwork: boolean): Promise<{ here: KeptRow | null; file: Module | null }> {
  const here = await keptRow(authorNow() ?? "", id).catch(() => null);
  const of = here?.module ?? (waiting ? moduleOf(waiting) : null);
  const area = here?.row.area_code ?? null;
  const file = of ? await (isNetwork ? moduleHere(of, area) : moduleAt(of, area)).catch(() => null) : null;
  return { here, file };
}

export function useRow(id: string, placeOf: (code: string) => { name_zh: string; name_en: string }) {
  const module = shallowRef<Module | null>(null);
  const kept = shallowRef<KeptRow | null>(null);
  const forms = shallowRef<Forms>([]);
  const error = ref("");
  /** What is shown is what this phone keeps. */
  const isOld = ref(false);
  const row = computed<LocalRow | null>(() => (module.value ? (localRows(module.value.spec.id, module.value, kept.value ? [kept.value] : [], placeOf).find((one) => one.id === id) ?? null) : null));

  async function load(): Promise<void> {
    try {
      await show(await take(api.GET("/api/module-entities/{entity_id}", { params: { path: { entity_id: id } } })));
    } catch (caught) {
      await fallBack(caught);
    }
  }

  async function show(whole: EntityWhole): Promise<void> {
    const person = authorNow() ?? "";
    const { forms: filled, ...held } = whole;
    module.value = await moduleAt(whole.module, whole.area_code).catch(() => module.value);
    await keepRow(person, held).catch(() => {});
    kept.value = { id, module: whole.module, person, read_at: Date.now(), row: held };
    [forms.value, error.value, isOld.value] = [filled, "", false];
  }

  /** Nothing is said before it is known what this phone has: no alarm flashes up above a row that is there. */
  async function fallBack(caught: unknown): Promise<void> {
    const why = asProblem(caught);
    if (why.status === 404 && !mine.value.length) {
      error.value = told(caught);
      return void dropRow(id).catch(() => {});
    }
    const { here, file } = await atHand(id, mine.value[0], why.isNetwork);
    if (file) [kept.value, module.value] = [here, file];
    isOld.value = why.isNetwork && row.value !== null;
    error.value = row.value && mine.value.length ? "" : told(caught);
  }

  const mine = computed(() => outbox.value.filter((item) => item.kind === "module_form" && item.record_id === id));
  const at = { path: { entity_id: id } };
  const setByHand = async (state: string, reason: string, until: string) => show(await take(api.PUT("/api/module-entities/{entity_id}/state", { params: at, body: { state, reason, until } })));
  const withdraw = async () => show(await take(api.DELETE("/api/module-entities/{entity_id}/state", { params: { ...at, header: named() } })));
  const dismiss = async (task: string, reason: string) => show(await take(api.POST("/api/module-entities/{entity_id}/tasks/{task}/dismiss", { params: { path: { entity_id: id, task }, header: named() }, body: { reason } })));
  return { module, row, forms, error, isOld, pending: mine, load, setByHand, withdraw, dismiss };
}
