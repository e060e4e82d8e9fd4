/** The modules of my places as their keeper sees them: drafts, versions, switches, and what each street has changed. */
import { ref, shallowRef } from "vue";
import { api, named, take } from "@/platform/api";
import type { KeptRow, KeptWhole, ModuleDraftRow, ModuleSwitched, ModuleSwitchRow, ModuleTrial, ModuleVersionRow } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";

export const kept = shallowRef<KeptRow[] | null>(null);
export const drafts = shallowRef<ModuleDraftRow[]>([]);
export const keptError = ref("");

export async function loadKept(area?: string): Promise<void> {
  try {
    const [modules, open] = await Promise.all([
      take(api.GET("/api/modules", { params: { query: { area } } })),
      take(api.GET("/api/module-drafts", { params: { query: { limit: 100 } } })),
    ]);
    drafts.value = open.items.filter((one) => one.state !== "withdrawn" && one.state !== "published");
    [kept.value, keptError.value] = [modules.items, ""];
  } catch (error) {
    keptError.value = told(error);
  }
}

export interface Kept { whole: KeptWhole; versions: ModuleVersionRow[]; switches: ModuleSwitchRow[]; newest: number }

export async function keptModule(module: string, area?: string): Promise<Kept> {
  const path = { module };
  const [whole, versions, switches] = await Promise.all([
    take(api.GET("/api/modules/{module}", { params: { path, query: { area } } })),
    take(api.GET("/api/modules/{module}/versions", { params: { path, query: { area } } })),
    take(api.GET("/api/modules/{module}/switches", { params: { path } })),
  ]);
  return { whole, versions: versions.items, switches: switches.items, newest: switches.newest };
}

export const setSwitch = (module: string, area_code: string, body: ModuleSwitched): Promise<ModuleTrial> =>
  take(api.PUT("/api/modules/{module}/switches/{area_code}", { params: { path: { module, area_code } }, body }));

export const copied = async (module: string, area_code: string): Promise<string> =>
  (await take(api.POST("/api/module-drafts/copy", { body: { id: uuid7(), area_code, module } }))).id;

export const begun = async (area_code: string, said: { text: string } | { content: Record<string, unknown> }): Promise<string> =>
  (await take(api.POST("/api/module-drafts", { body: { id: uuid7(), area_code, ...said } }))).id;

/** A form made elsewhere, as an Excel file. */
export const brought = async (area_code: string, file: File): Promise<string> =>
  (await take(api.POST("/api/module-drafts/xlsform/{area_code}", { params: { path: { area_code }, header: named() }, body: file as never }))).id;

/** A module with one field, fit to be tried at once. */
export function fresh(title: { zh: string; en: string }, owner: { zh: string; en: string }): Record<string, unknown> {
  const [record, name] = [{ zh: "记录", en: "Record" }, { zh: "名称", en: "Name" }];
  return {
    id: `own_${uuid7().slice(-8)}`, version: 1, icon: "form", title, owner, about: title,
    entities: { record: { title: record, label: "name", fields: { name: { label: name, schema: { type: "string", minLength: 1, maxLength: 80 }, personal: "none", index: true, required: true } } } },
    forms: { register: { for: "record", creates: true, title: { zh: "登记", en: "Register" }, pages: [{ title: { zh: "基本信息", en: "Basics" }, widgets: [{ field: "name", as: "text" }] }] } },
    permissions: { read: ["commander", "duty_officer", "grid_worker"], write: ["duty_officer", "grid_worker"], by_hand: ["duty_officer"] },
    retention: { record: { days: 365, from: "saved", then: "strip" } },
    tests: [{ title: "a name is enough", today: new Date().toISOString().slice(0, 10), for: "record", given: { data: {} }, when: { form: "register", data: { name: "一" } }, then: { data: { name: "一" } } }],
  };
}
