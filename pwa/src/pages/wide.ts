/** Whether there is room for two things beside each other: from there on the places stand at the side, too. */
import { onUnmounted, ref } from "vue";

export function useWide() {
  const query = matchMedia("(min-width: 75rem)");
  const wide = ref(query.matches);
  const look = () => void (wide.value = query.matches);
  query.addEventListener("change", look);
  onUnmounted(() => query.removeEventListener("change", look));
  return wide;
}
