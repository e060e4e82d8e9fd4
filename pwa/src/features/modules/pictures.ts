/** Photos of a form's field: made small, named by their hash, kept with the draft until the form is sealed. */
import { dropPhotos, keepPhotos, photosOf, putBack, type Reason } from "@/offline/photos";
import { sha256Of } from "@/offline/photos-sealed";
import { shrunk } from "@/platform/shrink";

/** The hash of each that was kept, and why others were not. */
export interface Taken { hashes: string[]; refused: Partial<Record<Reason, number>> }

export async function take(files: File[], author: string, draft: string): Promise<Taken> {
  const before = new Set((await photosOf(author, draft)).map((photo) => photo.id));
  const { refused } = await keepPhotos(files, author, draft);
  const hashes: string[] = [];
  for (const photo of (await photosOf(author, draft)).filter((one) => !before.has(one.id))) {
    const small = await shrunk(photo.bytes);
    // What cannot be made smaller goes as it is.
    const bytes = small && small.size < photo.bytes.size ? small : photo.bytes;
    const sha256 = await sha256Of(bytes);
    await putBack({ ...photo, author, bytes, type: bytes.type || photo.type, sha256 });
    hashes.push(sha256);
  }
  return { hashes, refused };
}

export async function drop(sha256: string, author: string, draft: string): Promise<void> {
  await dropPhotos((await photosOf(author, draft)).filter((photo) => photo.sha256 === sha256).map((photo) => photo.id));
}

/** The bytes of those that lie on this phone, by their hash. */
export async function here(author: string, draft: string): Promise<Map<string, Blob>> {
  return new Map((await photosOf(author, draft)).filter((photo) => photo.sha256).map((photo) => [photo.sha256!, photo.bytes]));
}
