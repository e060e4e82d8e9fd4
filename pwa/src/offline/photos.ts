/** What a report is made of before it is sealed, its photos above all: it outlives updates and goes only when its person signs out. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { uuid7 } from "@/platform/uuid7";

export interface Photo {
  id: string; author: string | null; kept_at: number; name: string; type: string; bytes: Blob;
  /** The case whose step it is for; none: the next report. */
  of?: string;
  /** Once it is as small as it will be sent. */
  sha256?: string;
}
interface DraftsSchema extends DBSchema { photos: { key: string; value: Photo }; reports: { key: string; value: { author: string } } }
/** What was not kept, and why. */
export type Reason = "too_many" | "too_large" | "no_photo" | "no_room";
export interface Outcome { kept: number; refused: Partial<Record<Reason, number>> }

export const MOST = 9;
export const LARGEST_BYTES = 20 * 1024 * 1024;
let opening: Promise<IDBPDatabase<DraftsSchema>> | null = null;

export function draftsDb(): Promise<IDBPDatabase<DraftsSchema>> {
  opening ??= openDB<DraftsSchema>("cockpit-drafts", 2, {
    upgrade(made, from) {
      if (from < 1) made.createObjectStore("photos", { keyPath: "id" });
      made.createObjectStore("reports", { keyPath: "author" });
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

/** Oldest first. What was shared before anybody had signed in belongs to whoever signs in next. */
export async function photosOf(author: string | null, of?: string): Promise<Photo[]> {
  return (await everyPhotoOf(author)).filter((photo) => photo.of === of);
}

export async function everyPhotoOf(author: string | null): Promise<Photo[]> {
  return (await (await draftsDb()).getAll("photos")).filter((photo) => photo.author === author || photo.author === null);
}

/** Keeps what is a photo and fits; the rest is counted by reason and never silently dropped. */
export async function keepPhotos(files: File[], author: string | null, of?: string): Promise<Outcome> {
  const outcome: Outcome = { kept: 0, refused: {} };
  let room = MOST - (await photosOf(author, of)).length;
  for (const file of files) {
    const reason = room <= 0 ? "too_many" : await keepOne(file, author, of);
    if (reason) outcome.refused[reason] = (outcome.refused[reason] ?? 0) + 1;
    else {
      outcome.kept++;
      room--;
    }
  }
  return outcome;
}

async function keepOne(file: File, author: string | null, of?: string): Promise<Reason | null> {
  if (file.size > LARGEST_BYTES) return "too_large";
  const type = typeOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  if (!type) return "no_photo";
  // Read now: the file that was shared may be gone when it is wanted.
  const bytes = new Blob([await file.arrayBuffer()], { type });
  const photo: Photo = { id: uuid7(), author, kept_at: Date.now(), name: file.name.slice(0, 120), type, bytes, ...(of ? { of } : {}) };
  return (await draftsDb()).put("photos", photo).then(() => null, () => "no_room" as const);
}

export async function putBack(photo: Photo): Promise<void> {
  await (await draftsDb()).put("photos", photo);
}

export async function dropPhotos(ids: string[]): Promise<void> {
  const transaction = (await draftsDb()).transaction("photos", "readwrite");
  for (const id of ids) void transaction.store.delete(id);
  await transaction.done;
}

/** What the first bytes say; a name or a declared type can say anything. */
export function typeOf(head: Uint8Array): string | null {
  const text = String.fromCharCode(...head);
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  if (text.slice(4, 8) !== "ftyp") return null;
  if (text.startsWith("avif", 8)) return "image/avif";
  return /^(hei[cfms]|hev[cx]|mif1|msf1)/.test(text.slice(8)) ? "image/heic" : null;
}
