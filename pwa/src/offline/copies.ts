/** Copies of one kind on the phone: the newest few of them stay, and none of what was taken away from whoever reads it. */
import type { Problem } from "@/platform/problem";
import { readDb } from "./read-db";

export interface Copy { person: string; read_at: number; until: number }

export const copiesUnder = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** Keeps it, and of all below the prefix as many as are worth it; the oldest go first. */
export async function keepCopy<C extends Copy>(prefix: string, most: number, key: string, copy: C): Promise<void> {
  const kept = (await readDb()).transaction("kept", "readwrite").store;
  await kept.put(copy, key);
  const all: [string, number][] = [];
  for (let at = await kept.openCursor(copiesUnder(prefix)); at; at = await at.continue()) all.push([at.key, (at.value as Copy | null)?.read_at ?? 0]);
  for (const [old] of all.sort((one, other) => other[1] - one[1]).slice(most)) await kept.delete(old);
}

export async function dropCopies(which: string | IDBKeyRange): Promise<void> {
  await (await readDb()).delete("kept", which);
}

/** The server shows it to this person no more: so does the phone. */
export const isTakenAway = ({ status }: Problem): boolean => status === 403 || status === 404;
