/** What the server has not confirmed: sealed on submit, numbered by the device, gone only with a stored reply. */
import { uuid7 } from "@/platform/uuid7";
import { db, URL_RECEIPTS, type Item, type SealedPhoto } from "./outbox-db";

export type { Item, ItemStatus, Kind, PhotoUse, SealedPhoto } from "./outbox-db";

const changes = "BroadcastChannel" in globalThis ? new BroadcastChannel("outbox") : null;
const listeners = new Set<() => void>();

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

/** Gives the device's next number, in the transaction that keeps the item: a missing number is a lost write. */
export async function numbered(item: Item, photos: SealedPhoto[] = []): Promise<Item> {
  const transaction = (await db()).transaction(["items", "photos", "meta"], "readwrite");
  const meta = transaction.objectStore("meta");
  // A put that fails ends the transaction, and that is what is heard of it.
  const quiet = (asked: Promise<unknown>) => void asked.catch(() => {});
  quiet(transaction.done);
  try {
    // What can still be taken back must leave no gap behind.
    if (item.seq === undefined && !isHeld(item)) {
      const seq = Number((await meta.get("seq")) ?? 0) + 1;
      item = { ...item, seq, device: String((await meta.get("device")) ?? "") };
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

/** The service worker cannot read where the page keeps it. */
export async function nameDevice(device: string): Promise<void> {
  await (await db()).put("meta", device, "device");
}

export async function write(item: Item): Promise<void> {
  await (await db()).put("items", item);
  tell();
}

/** Oldest first, by the device's own count: its clock may have been set back in between. */
export async function items(): Promise<Item[]> {
  const place = (item: Item) => item.seq ?? Infinity;
  return (await (await db()).getAll("items")).sort((one, other) => place(one) - place(other) || (one.id < other.id ? -1 : 1));
}

export async function discard(id: string): Promise<void> {
  const transaction = (await db()).transaction(["items", "photos"], "readwrite");
  void transaction.objectStore("items").delete(id);
  for (const key of await transaction.objectStore("photos").index("item_id").getAllKeys(id)) void transaction.objectStore("photos").delete(key);
  await transaction.done;
  tell();
}

export const isHeld = (item: Item, now: number = Date.now()) => item.status === "waiting" && (item.held_until ?? 0) > now;

// Facts the phone reports by itself; the person has nothing to wait for.
export const isQuiet = (item: Item) => item.what === "shown" || item.what === "opened";

export const photosLeft = ({ photos }: Item) => (photos ? photos.expected - photos.arrived : 0);
/** The server's last word on the text: what follows are its photos. */
export const isTaken = ({ status }: Item) => status === "delivered" || status === "handed";
export const isDone = (item: Item) => isTaken(item) && !photosLeft(item);

export const isUnsent = (item: Item) => item.status !== "refused" && !isDone(item);

export function onChange(act: () => void): void {
  listeners.add(act);
  changes?.addEventListener("message", act);
}

export function tell(): void {
  listeners.forEach((act) => act());
  changes?.postMessage("changed");
}
