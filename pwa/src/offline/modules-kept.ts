/** Files and rows of modules that this phone has, for one person: read without a network, as old as they are. */
import type { EntitiesHeld, EntityHeld, ModuleWhole } from "@/platform/shapes";
import { modulesDb, type Held, type KeptRow } from "./modules-db";

// A structured clone refuses Vue's proxies.
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const keyOf = (module: string, area: string | null) => (area ? `${module}@${area}` : module);

export async function keepModule(person: string, area: string | null, whole: ModuleWhole): Promise<void> {
  await (await modulesDb()).put("modules", { key: keyOf(whole.id, area), person, read_at: Date.now(), whole: plain(whole) });
}

/** As it is at the place, else as it is at the person's own. */
export async function keptModule(person: string, module: string, area: string | null): Promise<ModuleWhole | null> {
  const db = await modulesDb();
  const found = (await db.get("modules", keyOf(module, area))) ?? (await db.get("modules", module));
  return found?.person === person ? found.whole : null;
}

export async function keptModules(person: string): Promise<ModuleWhole[]> {
  const all = await (await modulesDb()).getAll("modules");
  return all.filter((one) => one.person === person && !one.key.includes("@")).map((one) => one.whole);
}

/** The newest ones take the place of all that were here: what they lack is out of sight, or too old to be kept. */
export async function keepRows(person: string, module: string, { items, total }: EntitiesHeld): Promise<void> {
  const read_at = Date.now();
  const writing = (await modulesDb()).transaction(["rows", "held"], "readwrite");
  const rows = writing.objectStore("rows");
  for (const key of await rows.index("module").getAllKeys(module)) void rows.delete(key);
  for (const row of items) void rows.put({ id: row.id, module, person, read_at, row: plain(row) });
  void writing.objectStore("held").put({ module, person, read_at, count: items.length, total });
  await writing.done;
}

/** One that was opened or answered for: newer than the rest. */
export async function keepRow(person: string, row: EntityHeld): Promise<void> {
  await (await modulesDb()).put("rows", { id: row.id, module: row.module, person, read_at: Date.now(), row: plain(row) });
}

export async function dropRow(id: string): Promise<void> {
  await (await modulesDb()).delete("rows", id);
}

export async function keptRow(person: string, id: string): Promise<KeptRow | null> {
  const found = await (await modulesDb()).get("rows", id);
  return found?.person === person ? found : null;
}

export async function keptRows(person: string, module: string): Promise<{ rows: KeptRow[]; held: Held | null }> {
  const reading = (await modulesDb()).transaction(["rows", "held"]);
  const rows = (await reading.objectStore("rows").index("module").getAll(module)).filter((one) => one.person === person);
  const held = await reading.objectStore("held").get(module);
  return { rows, held: held?.person === person ? held : null };
}
