/** Photos that belong to a sealed item: their bytes stay until the server has all of them. */
import { isTaken, tell, type Item, type PhotoUse, type SealedPhoto } from "./outbox";
import { db } from "./outbox-db";

/** How an attempt ended: `status` 0 is no answer at all. */
export type Sent = { ok: true } | { ok: false; status: number; code: string; detail: string; retry_after: string | null };
/** Sends what is left of one photo and notes how far it came. */
export type Upload = (photo: SealedPhoto, note: (progress: Partial<SealedPhoto>) => Promise<void>) => Promise<Sent>;

export interface Picture { draft_id: string; type: string; bytes: Blob; sha256: string }

export async function sha256Of(bytes: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await bytes.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same picture twice is one photo. */
export function asSealed(pictures: Picture[], of: { item_id: string; record_id: string; author: string | null; use: PhotoUse }): SealedPhoto[] {
  const each = pictures.map(({ draft_id, type, bytes, sha256 }): SealedPhoto => ({
    ...of, key: `${of.record_id}:${sha256}`, draft_id, type, bytes, sha256, size_bytes: bytes.size, status: "waiting", sent_bytes: 0, tries: 0, next_at: 0,
  }));
  return [...new Map(each.map((photo) => [photo.key, photo])).values()];
}

/** As the request names them. */
export const announced = (photos: SealedPhoto[]) => photos.map(({ sha256, size_bytes, use }) => ({ sha256, size_bytes, use }));

export async function photosOfItem(item_id: string): Promise<SealedPhoto[]> {
  return (await db()).getAllFromIndex("photos", "item_id", item_id);
}

/** Those whose text has arrived, in the order of their texts. */
export async function duePhotos(author: string, now: number): Promise<SealedPhoto[]> {
  const items = new Map((await (await db()).getAll("items")).map((item) => [item.id, item]));
  const isThere = (item: Item | undefined) => item !== undefined && isTaken(item);
  const due = (photo: SealedPhoto) => photo.status === "waiting" && photo.author === author && photo.next_at <= now && isThere(items.get(photo.item_id));
  const seq = (photo: SealedPhoto) => items.get(photo.item_id)?.seq ?? 0;
  return (await (await db()).getAll("photos")).filter(due).sort((one, other) => seq(one) - seq(other));
}

/** When the next waiting photo may be tried again; null where none waits. */
export async function nextDue(author: string): Promise<number | null> {
  const waiting = (await (await db()).getAll("photos")).filter((photo) => photo.status === "waiting" && photo.author === author);
  return waiting.length ? Math.min(...waiting.map((photo) => photo.next_at)) : null;
}

export async function writePhoto(photo: SealedPhoto): Promise<void> {
  await (await db()).put("photos", photo);
  tell();
}

/** The server has all of it: the bytes go, and the item counts it, in one step. */
export async function arrived(photo: SealedPhoto): Promise<void> {
  const transaction = (await db()).transaction(["items", "photos"], "readwrite");
  void transaction.objectStore("photos").put({ ...photo, status: "arrived", bytes: null, sent_bytes: photo.size_bytes, problem: undefined });
  const item = await transaction.objectStore("items").get(photo.item_id);
  if (item?.photos) void transaction.objectStore("items").put({ ...item, photos: { ...item.photos, arrived: item.photos.arrived + 1 } });
  await transaction.done;
  tell();
}

/** A photo that cannot go is given up by the person, never by the app. */
export async function giveUp(photo: SealedPhoto): Promise<void> {
  const transaction = (await db()).transaction(["items", "photos"], "readwrite");
  void transaction.objectStore("photos").delete(photo.key);
  const item = await transaction.objectStore("items").get(photo.item_id);
  if (item?.photos) void transaction.objectStore("items").put({ ...item, photos: { ...item.photos, expected: item.photos.expected - 1 } } satisfies Item);
  await transaction.done;
  tell();
}

/** The drafts that became photos of an item: a tab that was killed right after the sealing left them behind. */
export async function sealedDrafts(): Promise<Set<string>> {
  return new Set((await (await db()).getAll("photos")).map((photo) => photo.draft_id));
}
