/** Cockpits that this phone has, for one person: the last answer for each place, as old as it is; the oldest go first. */
import type { CockpitWhole } from "@/platform/shapes";
import { copiesUnder, dropCopies, keepCopy, type Copy } from "./copies";
import { readDb } from "./read-db";

export interface KeptCockpit extends Copy { etag: string; whole: CockpitWhole }

/** A way down from a district to a grid, some of what lies beside it, and a department or two. */
export const MOST = 12;
/** What nobody has looked at for so long is no picture of the place. */
const KEEP_MS = 30 * 86_400_000;
const PREFIX = "cockpit/";

export const keyOf = (area: string, department?: string) => `${PREFIX}${area}/${department ?? ""}`;

export async function keepCockpit(key: string, person: string, etag: string, whole: CockpitWhole): Promise<void> {
  const read_at = Date.now();
  await keepCopy(PREFIX, MOST, key, { person, etag, read_at, until: read_at + KEEP_MS, whole } satisfies KeptCockpit);
}

/** A place goes with all its departments. */
export const dropCockpit = (area: string): Promise<void> => dropCopies(copiesUnder(keyOf(area)));

export async function keptCockpit(key: string, person: string): Promise<KeptCockpit | undefined> {
  const found = (await (await readDb()).get("kept", key)) as KeptCockpit | undefined;
  return found?.person === person ? found : undefined;
}

/** The places of which something is here, the newest first. */
export async function keptPlaces(person: string): Promise<CockpitWhole["area"][]> {
  const all = ((await (await readDb()).getAll("kept", copiesUnder(PREFIX))) as KeptCockpit[]).filter((one) => one.person === person);
  const newest = all.sort((one, other) => other.read_at - one.read_at).map(({ whole }) => whole.area);
  return [...new Map(newest.map((area) => [area.code, area])).values()];
}
