/** What the server has not confirmed: gone only with a stored reply. How it comes in here is `sealing`. */
import { db, type Item } from "./outbox-db";

export type { Item, ItemStatus, Kind, PhotoUse, SealedPhoto } from "./outbox-db";

const changes = "BroadcastChannel" in globalThis ? new BroadcastChannel("outbox") : null;
const listeners = new Set<() => void>();

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

/** For moments: beyond ten minutes the clock was set back since. */
export const isHeld = ({ status, held_until = 0 }: Item, now: number = Date.now()) => status === "waiting" && held_until > now && held_until < now + 600_000;

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
