/** What this phone has read and follows, and how far it has come: in one database, so that rows and place never part. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Change, Incident, IncidentRow, KnownOrder } from "@/platform/shapes";

interface Row {
  id: string; person: string; read_at: number;
  /** The load that last brought it: what a new one lacks goes. */
  round?: number;
  /** Out of sight on the server; here until nothing unsent is about it. */
  ended?: boolean;
}
export interface OrderRow extends Row { order: KnownOrder; receipts: Change["receipts"] }
/** `whole`: as its page last showed it. */
export interface CaseRow extends Row { row: IncidentRow; is_mine: boolean; whole?: Incident; whole_at?: number }
export interface Place {
  person: string; cursor: string; round: number;
  /** In the middle of a load: what it has not brought yet is not gone. */
  loading: boolean;
  /** When everything was as the server had it. */
  followed_at: number | null;
}
export interface FeedSchema extends DBSchema {
  orders: { key: string; value: OrderRow };
  cases: { key: string; value: CaseRow };
  place: { key: string; value: Place };
}

export const HERE = "here";
let opening: Promise<IDBPDatabase<FeedSchema>> | null = null;

/** A database of its own: an older app in another window that holds the other one open cannot hold up this one. */
export function feedDb(): Promise<IDBPDatabase<FeedSchema>> {
  opening ??= openDB<FeedSchema>("cockpit-feed", 1, {
    upgrade(made) {
      made.createObjectStore("orders", { keyPath: "id" });
      made.createObjectStore("cases", { keyPath: "id" });
      made.createObjectStore("place");
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

/** In one step: a place without its rows would never ask for them again. */
export async function wipeFeed(): Promise<void> {
  // The downloaded map goes along: only who may sign in has it.
  await globalThis.caches?.delete("district-map");
  const transaction = (await feedDb()).transaction(["orders", "cases", "place"], "readwrite");
  for (const store of ["orders", "cases", "place"] as const) void transaction.objectStore(store).clear();
  await transaction.done;
}

export async function placeOf(person: string): Promise<Place | undefined> {
  const place = await (await feedDb()).get("place", HERE);
  return place?.person === person ? place : undefined;
}
