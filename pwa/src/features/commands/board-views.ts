/** Which view of the places somebody likes, remembered on this phone; and whether the screen is a wall's. */
import { onUnmounted, ref, watch } from "vue";

export const VIEWS = ["cards", "table", "map"] as const;
export type View = (typeof VIEWS)[number];

const KEY = "board.view";
const WIDE = "(min-width: 75rem)";

/** Until somebody chooses: cards in the hand, the map on the wall. */
export function rememberedView() {
  const kept = localStorage.getItem(KEY) as View | null;
  const view = ref<View>(kept && VIEWS.includes(kept) ? kept : matchMedia(WIDE).matches ? "map" : "cards");
  watch(view, (chosen) => localStorage.setItem(KEY, chosen));
  return view;
}

export function useWide() {
  const query = matchMedia(WIDE);
  const wide = ref(query.matches);
  const look = () => void (wide.value = query.matches);
  query.addEventListener("change", look);
  onUnmounted(() => query.removeEventListener("change", look));
  return wide;
}
