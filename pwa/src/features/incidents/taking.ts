/** Pictures on their way into a report or a step: kept whole at once, made small, ready to be sealed. */
import { keepPhotos, photosOf, putBack, type Outcome } from "@/offline/photos";
import { sha256Of, type Picture } from "@/offline/photos-sealed";
import { shrunk } from "@/platform/shrink";
import { loadPhotos } from "./photos";

let shrinking: Promise<void> = Promise.resolve();

/** Kept first, whole; made small after that. */
export async function addPhotos(files: File[], author: string, of?: string): Promise<Outcome> {
  const outcome = await keepPhotos(files, author, of);
  await loadPhotos(author, of);
  void shrinkPhotos(author, of);
  return outcome;
}

/** One after another: two of twelve megapixels at once are too much for a small phone. */
export function shrinkPhotos(author: string, of?: string): Promise<void> {
  shrinking = shrinking.then(() => shrinkAll(author, of)).catch(() => {});
  return shrinking;
}

async function shrinkAll(author: string, of?: string): Promise<void> {
  for (const photo of await photosOf(author, of)) {
    if (photo.sha256) continue;
    const small = await shrunk(photo.bytes);
    // What cannot be made smaller goes as it is.
    const bytes = small && small.size < photo.bytes.size ? small : photo.bytes;
    const still = (await photosOf(author, of)).some((one) => one.id === photo.id);
    if (still) await putBack({ ...photo, author, bytes, type: bytes.type || photo.type, sha256: await sha256Of(bytes) }).catch(() => {});
  }
}

export async function pictures(author: string, of?: string): Promise<Picture[]> {
  const all = await photosOf(author, of);
  return Promise.all(all.map(async ({ id, type, bytes, sha256 }) => ({ draft_id: id, type, bytes, sha256: sha256 ?? (await sha256Of(bytes)) })));
}
