/** Cockpits that this phone has, for one person: the last answer for each place, as old as it is; the oldest go first. */
import type { CockpitWhole } from "@/platform/shapes";
import { readDb } from "./read-db";

export interface KeptCockpit { person: string; etag: string; read_at: number; until: number; whole: CockpitWhole }

/** A way down from a district to a grid, some of what lies beside it, and a department or two. */
export const MOST = 12;
/** What nobody has looked at for so long is no picture of the place. */
const KEEP_MS = 30 * 86_400_000;
const PREFIX = "cockpit/";
const OURS = () => IDBKeyRange.bound(PREFIX, `${PREFIX}\uffff`);

export const keyOf = (area: string, department?: string) => `${PREFIX}${area}/${department ?? ""}`;

export async function keepCockpit(key: string, person: string, etag: string, whole: CockpitWhole): Promise<void> {
  const read_at = Date.now();
  const kept = (await readDb()).transaction("kept", "readwrite").store;
  await kept.put({ person, etag, read_at, until: read_at + KEEP_MS, whole } satisfies KeptCockpit, key);
  const all: [string, number][] = [];
  for (let at = await kept.openCursor(OURS()); at; at = await at.continue()) all.push([at.key, (at.value as KeptCockpit).read_at]);
  for (const [old] of all.sort((one, other) => other[1] - one[1]).slice(MOST)) await kept.delete(old);
}

export async function keptCockpit(key: string, person: string): Promise<KeptCockpit | undefined> {
  const found = (await (await readDb()).get("kept", key)) as KeptCockpit | undefined;
  return found?.person === person ? found : undefined;
}

/** The places of which something is here, the newest first. */
export async function keptPlaces(person: string): Promise<CockpitWhole["area"][]> {
  const all = ((await (await readDb()).getAll("kept", OURS())) as KeptCockpit[]).filter((one) => one.person === person);
  const newest = all.sort((one, other) => other.read_at - one.read_at).map(({ whole }) => whole.area);
  return [...new Map(newest.map((area) => [area.code, area])).values()];
}
