/** What this phone keeps of street modules: their files, the newest rows of the person's places, and forms that are being filled in. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { EntityHeld, ModuleWhole } from "@/platform/shapes";

interface Mine { person: string; read_at: number }
export interface KeptModule extends Mine { key: string; whole: ModuleWhole }
export interface KeptRow extends Mine { id: string; module: string; row: EntityHeld }
/** How many of a module's rows are here, of how many that there are. */
export interface Held extends Mine { module: string; count: number; total: number }
export interface FormDraft {
  /** One for each person, form and entity. */
  key: string; author: string;
  /** The form's own, from its first change on: what was sealed is known by it. */
  id: string;
  module: string; form: string; entity_id: string; is_new: boolean; area_code: string | null;
  version: number; values: Record<string, unknown>; page: number; changed_at: number;
}
interface ModulesSchema extends DBSchema {
  modules: { key: string; value: KeptModule };
  rows: { key: string; value: KeptRow; indexes: { module: string } };
  held: { key: string; value: Held };
  drafts: { key: string; value: FormDraft };
}

let opening: Promise<IDBPDatabase<ModulesSchema>> | null = null;

export function modulesDb(): Promise<IDBPDatabase<ModulesSchema>> {
  opening ??= openDB<ModulesSchema>("cockpit-modules", 1, {
    upgrade(made) {
      made.createObjectStore("modules", { keyPath: "key" });
      made.createObjectStore("rows", { keyPath: "id" }).createIndex("module", "module");
      made.createObjectStore("held", { keyPath: "module" });
      made.createObjectStore("drafts", { keyPath: "key" });
    },
    blocking: (_from, _to, event) => {
      opening = null;
      (event.target as IDBDatabase).close();
    },
    terminated: () => (opening = null),
  }).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** What was read; a form that is being filled in goes only with its person's word. */
export async function wipeModules(): Promise<void> {
  const transaction = (await modulesDb()).transaction(["modules", "rows", "held"], "readwrite");
  for (const store of ["modules", "rows", "held"] as const) void transaction.objectStore(store).clear();
  await transaction.done;
}
