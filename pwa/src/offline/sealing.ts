/** Sealed on submit, numbered by the device: written down whole before anything is sent, and never changed again. */
import { uuid7 } from "@/platform/uuid7";
import { wipeFeed } from "./feed-db";
import { isHeld, tell } from "./outbox";
import { db, URL_RECEIPTS, type Item, type SealedPhoto } from "./outbox-db";

/** The last number, kept a second time: a browser may clear the database and leave this. A worker has no such place. */
const COUNTED = "device_seq";
const beside = (globalThis as { localStorage?: { getItem(key: string): string | null; setItem(key: string, value: string): void } }).localStorage;

export interface Sealing extends Pick<Item, "id" | "kind" | "author" | "record_id" | "what" | "url" | "body"> {
  token?: string | null; now?: number; hold_ms?: number; photos?: SealedPhoto[];
}

/** Writes an item and its photos down before anything is sent: all of it, or nothing where there is no room. */
export async function seal({ now = Date.now(), hold_ms, photos = [], token = null, ...what }: Sealing): Promise<Item> {
  const item: Item = {
    ...what, token, status: "waiting", sealed_at: now, tries: 0, next_at: 0,
    ...(hold_ms ? { held_until: now + hold_ms } : {}), ...(photos.length ? { photos: { expected: photos.length, arrived: 0 } } : {}),
  };
  const sealed = await numbered(item, photos);
  tell();
  return sealed;
}

export interface Answer {
  order_id: string; state: string; author: string | null; token?: string | null;
  note?: string; clock_offset_ms: number; now?: number; hold_ms?: number;
}

export function sealAnswer({ order_id, state, note, clock_offset_ms, now = Date.now(), ...rest }: Answer): Promise<Item> {
  const id = uuid7(now);
  const body = JSON.stringify({ id, order_id, state, device_at: new Date(now).toISOString(), clock_offset_ms, ...(note ? { note } : {}) });
  return seal({ ...rest, id, kind: "receipt", record_id: order_id, what: state, url: URL_RECEIPTS, body, now });
}

/** What was held goes now: whoever made it has gone on. */
export async function letGo(id: string): Promise<void> {
  const transaction = (await db()).transaction("items", "readwrite");
  const item = await transaction.store.get(id);
  if (item?.held_until && item.status === "waiting") void transaction.store.put({ ...item, held_until: 0 });
  await transaction.done;
  tell();
}

/** Gives the device's next number, in the transaction that keeps the item: a missing number is a lost write. */
export async function numbered(item: Item, photos: SealedPhoto[] = []): Promise<Item> {
  const kept = await put(item, photos).catch(async (error: unknown) => {
    if ((error as DOMException | null)?.name !== "QuotaExceededError") throw error;
    // What was read can be read again; what a person made cannot be made again.
    await wipeFeed().catch(() => {});
    return put(item, photos);
  });
  if (kept.seq) count(kept.seq);
  return kept;
}

async function put(item: Item, photos: SealedPhoto[]): Promise<Item> {
  const transaction = (await db()).transaction(["items", "photos", "meta"], "readwrite");
  const meta = transaction.objectStore("meta");
  // A put that fails ends the transaction, and that is what is heard of it.
  const quiet = (asked: Promise<unknown>) => void asked.catch(() => {});
  quiet(transaction.done);
  try {
    // What can still be taken back must leave no gap behind.
    if (item.seq === undefined && !isHeld(item)) {
      // What was numbered and is not there was lost: the gap tells the server.
      const seq = Math.max(Number((await meta.get("seq")) ?? 0), Number(beside?.getItem(COUNTED) ?? 0)) + 1;
      item = { ...item, seq, device: String((await meta.get("device")) || beside?.getItem("device_id") || "") };
      quiet(meta.put(seq, "seq"));
    }
    quiet(transaction.objectStore("items").put(item));
    for (const photo of photos) quiet(transaction.objectStore("photos").put(photo));
  } catch (error) {
    // What could not be put at all does not end it by itself.
    transaction.abort();
    throw error;
  }
  await transaction.done;
  return item;
}

function count(seq: number): void {
  try {
    beside?.setItem(COUNTED, String(Math.max(seq, Number(beside.getItem(COUNTED) ?? 0))));
  } catch {
    // No room: the item is safe all the same.
  }
}
