/** Photos shared to the app, kept for the next report: they outlive updates and go only when their person signs out. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { uuid7 } from "@/platform/uuid7";

export interface Photo { id: string; author: string | null; kept_at: number; name: string; type: string; bytes: Blob }
interface DraftsSchema extends DBSchema { photos: { key: string; value: Photo } }
/** What was not kept, and why. */
export type Reason = "too_many" | "too_large" | "no_photo" | "no_room";
export interface Outcome { kept: number; refused: Partial<Record<Reason, number>> }

export const MOST = 9;
export const LARGEST_BYTES = 20 * 1024 * 1024;
let opening: Promise<IDBPDatabase<DraftsSchema>> | null = null;

function db(): Promise<IDBPDatabase<DraftsSchema>> {
  opening ??= openDB<DraftsSchema>("cockpit-drafts", 1, {
    upgrade: (made) => void made.createObjectStore("photos", { keyPath: "id" }),
    terminated: () => (opening = null),
  }).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Oldest first. What was shared before anybody had signed in belongs to whoever signs in next. */
export async function photosOf(author: string | null): Promise<Photo[]> {
  return (await (await db()).getAll("photos")).filter((photo) => photo.author === author || photo.author === null);
}

/** Keeps what is a photo and fits; the rest is counted by reason and never silently dropped. */
export async function keepPhotos(files: File[], author: string | null): Promise<Outcome> {
  const outcome: Outcome = { kept: 0, refused: {} };
  let room = MOST - (await photosOf(author)).length;
  for (const file of files) {
    const reason = room <= 0 ? "too_many" : await keepOne(file, author);
    if (reason) outcome.refused[reason] = (outcome.refused[reason] ?? 0) + 1;
    else {
      outcome.kept++;
      room--;
    }
  }
  return outcome;
}

async function keepOne(file: File, author: string | null): Promise<Reason | null> {
  if (file.size > LARGEST_BYTES) return "too_large";
  const type = typeOf(new Uint8Array(await file.slice(0, 16).arrayBuffer()));
  if (!type) return "no_photo";
  // Read now: the file that was shared may be gone when it is wanted.
  const bytes = new Blob([await file.arrayBuffer()], { type });
  const photo: Photo = { id: uuid7(), author, kept_at: Date.now(), name: file.name.slice(0, 120), type, bytes };
  return (await db()).put("photos", photo).then(() => null, () => "no_room" as const);
}

export async function putBack(photo: Photo): Promise<void> {
  await (await db()).put("photos", photo);
}

export async function dropPhotos(ids: string[]): Promise<void> {
  const transaction = (await db()).transaction("photos", "readwrite");
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
