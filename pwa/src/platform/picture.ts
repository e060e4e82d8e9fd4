/** A picture that only a session may fetch, as an address for an `img` for as long as its component lives. */
import { onUnmounted, ref } from "vue";
import { authorizedFetch } from "./api";

export function usePicture(path: string) {
  const url = ref("");
  const failed = ref(false);
  let gone = false;

  async function load(): Promise<void> {
    const response = await authorizedFetch(new Request(path)).catch(() => null);
    const isPicture = response?.ok && response.headers.get("Content-Type")?.startsWith("image/");
    if (!isPicture) return void (failed.value = true);
    const made = URL.createObjectURL(await response!.blob());
    if (gone) URL.revokeObjectURL(made);
    else url.value = made;
  }

  onUnmounted(() => {
    gone = true;
    if (url.value) URL.revokeObjectURL(url.value);
  });
  return { url, failed, load };
}
