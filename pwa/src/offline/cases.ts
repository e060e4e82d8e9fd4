/** The cases this phone has: rows as the feed tells them, and those whose page was opened, whole. */
import type { Incident, IncidentRow } from "@/platform/shapes";
import { feedDb, HERE, type CaseRow } from "./feed-db";
import { isDone, items } from "./outbox";

interface Own { rows: IncidentRow[]; followed_at: number | null }

/** What I reported, the newest first; null where nothing was ever read. */
export async function ownCases(person: string): Promise<Own | null> {
  const reading = (await feedDb()).transaction(["cases", "place"]);
  const own = (await reading.objectStore("cases").getAll()).filter((row) => row.person === person && row.is_mine);
  const place = await reading.objectStore("place").get(HERE);
  const followed_at = (place?.person === person ? place.followed_at : null) ?? (own.length ? Math.max(...own.map((row) => row.read_at)) : null);
  if (followed_at === null) return null;
  return { rows: own.map((one) => one.row).sort((one, other) => other.recorded_at.localeCompare(one.recorded_at)), followed_at };
}

export const keepOwn = (person: string, rows: IncidentRow[]) => put(person, rows.map((row) => ({ row, is_mine: true })));

export const keepWhole = (person: string, whole: Incident) => put(person, [{ row: whole, is_mine: whole.is_mine, whole, whole_at: Date.now() }]);

async function put(person: string, cases: Pick<CaseRow, "row" | "is_mine" | "whole" | "whole_at">[]): Promise<void> {
  const writing = (await feedDb()).transaction(["cases", "place"], "readwrite");
  const [store, place] = [writing.objectStore("cases"), await writing.objectStore("place").get(HERE)];
  for (const one of cases) {
    const before = await store.get(one.row.id);
    const row: CaseRow = { ...(before?.person === person ? before : {}), ...one, id: one.row.id, person, read_at: Date.now(), round: place?.person === person ? place.round : undefined };
    // A structured clone refuses Vue's proxies.
    void store.put(JSON.parse(JSON.stringify(row)) as CaseRow);
  }
  await writing.done;
}

/** As its page showed it. What is known to have moved on since offers no step that may not be there any more. */
export async function keptCase(person: string, id: string): Promise<{ incident: Incident; read_at: number } | undefined> {
  const found = await (await feedDb()).get("cases", id);
  if (found?.person !== person || !found.whole) return undefined;
  const { whole, row, whole_at } = found;
  return { incident: { ...whole, ...row, may: row.state === whole.state ? whole.may : [] }, read_at: whole_at ?? found.read_at };
}

/** The server no longer shows it to this person. */
export async function dropCase(id: string): Promise<void> {
  const unsent = (await items()).some((item) => item.record_id === id && !isDone(item));
  if (!unsent) await (await feedDb()).delete("cases", id);
}
