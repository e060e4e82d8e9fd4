/** The database of what the server has not confirmed yet: apart from every cache, and never emptied by a wipe. */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from "idb";

export type Kind = "receipt" | "report" | "step" | "knock" | "declaration" | "check_in" | "visit" | "attend" | "site_day" | "module_form";
/** handed: refused, and given to the duty desk. */
export type ItemStatus = "waiting" | "sending" | "sign_in" | "refused" | "handed" | "delivered";
export interface Refusal { status: number; code: string; detail: string }
export interface Item {
  id: string; kind: Kind; author: string | null;
  /** The order or incident it is about: what is said of one record goes in order. */
  record_id: string;
  /** An answer's state, a step's verb, what was found at a door, or "report". */
  what: string;
  url: string;
  /** The sealed request body; its bytes never change. Empty once the server has spoken of somebody's health. */
  body: string;
  /** Lets an answer go out without a session. */
  token: string | null;
  /** The place in this device's row of writes; none for as long as it can be taken back. */
  seq?: number; device?: string;
  status: ItemStatus; sealed_at: number; tries: number; next_at: number;
  /** The server said when to come again. */
  told_until?: number;
  /** Not sent before this moment, so that a slip of the finger can be taken back. */
  held_until?: number;
  /** They follow the text: it can be delivered while they are still on their way. */
  photos?: { expected: number; arrived: number };
  reply?: { state: string; recorded_at: string; number?: string };
  problem?: Refusal;
}
export type PhotoStatus = "waiting" | "arrived" | "missing" | "refused";
export type PhotoUse = "report" | "handle" | "check";
export interface SealedPhoto {
  /** Record and content: the same picture goes into one record once. */
  key: string; item_id: string; record_id: string; author: string | null;
  /** What it was before: dropped there once it is here. */
  draft_id: string;
  use: PhotoUse; sha256: string; size_bytes: number; type: string;
  /** Gone only once the server has all of it. */
  bytes: Blob | null;
  status: PhotoStatus; upload_url?: string; sent_bytes: number; tries: number; next_at: number; problem?: Refusal;
}
export interface OutboxSchema extends DBSchema {
  items: { key: string; value: Item };
  photos: { key: string; value: SealedPhoto; indexes: { item_id: string } };
  meta: { key: string; value: string | number };
}
type Upgrade = IDBPTransaction<OutboxSchema, ("items" | "photos" | "meta")[], "versionchange">;
/** As the first version kept them: answers to orders, and nothing else. */
type Answer1 = Omit<Item, "kind" | "record_id" | "what" | "url"> & { order_id: string; state: string };

export const URL_RECEIPTS = "/api/receipts";
const VERSION = 2;
let opening: Promise<IDBPDatabase<OutboxSchema>> | null = null;
let tellBlocked: (blocked: boolean) => void = () => {};

/** Another window of an older app can hold the database back; the person is told to close it. */
export function onBlocked(tell: (blocked: boolean) => void): void {
  tellBlocked = tell;
}

export function db(): Promise<IDBPDatabase<OutboxSchema>> {
  opening ??= openDB<OutboxSchema>("cockpit-outbox", VERSION, {
    upgrade: (made, from, _to, transaction) => upgrade(made, from, transaction as Upgrade),
    blocked: () => tellBlocked(true),
    // A newer app in another window wants to go on: this one steps aside and loses nothing.
    blocking: (_from, _to, event) => {
      opening = null;
      (event.target as IDBDatabase).close();
    },
    terminated: () => (opening = null),
  }).then((opened) => {
    tellBlocked(false);
    return opened;
  }, (error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function upgrade(made: IDBPDatabase<OutboxSchema>, from: number, transaction: Upgrade): Promise<void> {
  made.createObjectStore("photos", { keyPath: "key" }).createIndex("item_id", "item_id");
  made.createObjectStore("meta");
  if (from < 1) {
    made.createObjectStore("items", { keyPath: "id" });
    return;
  }
  let seq = 0;
  for (const { order_id, state, ...rest } of (await transaction.objectStore("items").getAll()) as unknown as Answer1[]) {
    const left = rest.status !== "delivered" && rest.status !== "refused";
    void transaction.objectStore("items").put({ ...rest, kind: "receipt", record_id: order_id, what: state, url: URL_RECEIPTS, seq: left ? ++seq : 0 });
  }
  void transaction.objectStore("meta").put(seq, "seq");
}
