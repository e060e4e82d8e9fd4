/** Photos that wait on this phone for their report. */
import { ref } from "vue";
import { dropPhotos, photosOf, putBack, type Photo } from "@/offline/photos";

export interface Shown extends Photo { url: string }
export const photos = ref<Shown[] | null>(null);

export async function loadPhotos(author: string | null, of?: string): Promise<void> {
  const found = await photosOf(author, of).catch(() => []);
  forgetUrls();
  photos.value = found.map((photo) => ({ ...photo, url: URL.createObjectURL(photo.bytes) }));
}

/** Object URLs hold their bytes in memory until they are let go. */
export function forgetUrls(): void {
  photos.value?.forEach((photo) => URL.revokeObjectURL(photo.url));
  photos.value = null;
}

/** Gone at once; what comes back is the way to undo it. */
export async function dropPhoto(photo: Shown, author: string | null): Promise<() => Promise<void>> {
  const { id, author: whose, kept_at, name, type, bytes, of, sha256 } = photo;
  await dropPhotos([photo.id]);
  await loadPhotos(author, photo.of);
  return async () => {
    await putBack({ id, author: whose, kept_at, name, type, bytes, ...(of ? { of } : {}), ...(sha256 ? { sha256 } : {}) });
    await loadPhotos(author, photo.of);
  };
}
