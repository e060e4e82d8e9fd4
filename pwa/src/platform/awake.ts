/** Keeps the screen on while something needs to be seen, where the browser can. */
import { onUnmounted, ref, watch, type Ref } from "vue";

/** `wanted` turns it on and off; the browser lets go whenever the page is hidden, so it is asked again. */
export function useAwake(wanted: Ref<boolean>): Ref<boolean> {
  const held = ref(false);
  let left = false;
  let lock: WakeLockSentinel | null = null;

  async function settle(): Promise<void> {
    if (!wanted.value || left) return release();
    if (lock || document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    const got = await navigator.wakeLock.request("screen").catch(() => null);
    if (!got) return; // A low battery is a reason, and no error.
    if (!wanted.value || left || lock) return void got.release();
    lock = got;
    held.value = true;
    got.addEventListener("release", () => {
      if (lock === got) lock = null;
      held.value = lock !== null;
    });
  }

  function release(): void {
    const gone = lock;
    lock = null;
    held.value = false;
    void gone?.release().catch(() => {});
  }

  const seen = () => void settle();
  watch(wanted, () => void settle(), { immediate: true });
  document.addEventListener("visibilitychange", seen);
  onUnmounted(() => {
    document.removeEventListener("visibilitychange", seen);
    left = true;
    release();
  });
  return held;
}
