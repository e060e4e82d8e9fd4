/** What the server knows of the order being made, asked for anew as it changes; a later question makes an earlier one void. */
import { onUnmounted, ref, watch } from "vue";
import { told } from "@/platform/told";
import type { Checked, CheckOrder } from "@/platform/shapes";
import { check } from "./api";

const CALM_MS = 300;

/** Without a place there is nothing to ask. */
export function useChecked(asked: () => CheckOrder, { names, has_place }: { names: () => boolean; has_place: () => boolean }) {
  const checked = ref<Checked | null>(null);
  const checking = ref(false);
  const error = ref("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  async function ask(): Promise<void> {
    const mine = ++latest;
    checking.value = true;
    try {
      const found = await check({ ...asked(), names: names() });
      if (mine !== latest) return;
      checked.value = found;
      error.value = "";
    } catch (caught) {
      if (mine === latest) error.value = told(caught);
    } finally {
      if (mine === latest) checking.value = false;
    }
  }

  function soon(): void {
    clearTimeout(timer);
    latest++;
    checking.value = has_place();
    if (!has_place()) return void (checked.value = null);
    timer = setTimeout(() => void ask(), CALM_MS);
  }

  watch(() => JSON.stringify([asked(), names()]), soon);
  onUnmounted(() => clearTimeout(timer));
  return { checked, checking, error, ask };
}
