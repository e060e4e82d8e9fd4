/** Which view of the places somebody likes, remembered on this phone; and how much of a wall is left for them. */
import { onMounted, onUnmounted, ref, watch, type Ref } from "vue";

export const VIEWS = ["cards", "table", "map"] as const;
export type View = (typeof VIEWS)[number];

const KEY = "board.view";
const WIDE = "(min-width: 75rem)";

/** Until somebody chooses: cards in the hand, the map on the wall. */
export function rememberedView() {
  const kept = localStorage.getItem(KEY) as View | null;
  const view = ref<View>(kept && VIEWS.includes(kept) ? kept : matchMedia(WIDE).matches ? "map" : "cards");
  let isStopgap = false;
  /** Where the chosen one cannot be shown: not remembered, for the next time it may. */
  function instead(other: View): void {
    isStopgap = true;
    view.value = other;
  }
  watch(view, (chosen) => {
    if (!isStopgap) localStorage.setItem(KEY, chosen);
    isStopgap = false;
  }, { flush: "sync" });
  return { view, instead };
}

/** How far down an element begins, whatever notices stand above it: what is left of a wall is its height. */
export function useTop(box: Ref<HTMLElement | undefined>) {
  const top = ref(0);
  const measure = () => void (top.value = box.value ? Math.round(box.value.getBoundingClientRect().top + scrollY) : 0);
  const watcher = new ResizeObserver(measure);
  // Tells at once, after the page has been laid out, and whenever it grows by what comes to stand above.
  onMounted(() => watcher.observe(document.body));
  onUnmounted(() => watcher.disconnect());
  return top;
}
