/** Counts a form while somebody is in the middle of it, so that an update waits. */
import { onUnmounted, watch, type WatchSource } from "vue";
import { busyForms } from "./worker";

export function useBusyForm(started: WatchSource<boolean>): void {
  let counted = false;
  const count = (busy: boolean) => {
    if (busy === counted) return;
    counted = busy;
    busyForms.value += busy ? 1 : -1;
  };
  watch(started, count, { immediate: true });
  onUnmounted(() => count(false));
}
