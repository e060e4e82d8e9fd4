/** Parts of a page that come from different places and are shown at the same moment, so that none pushes another away. */
import { computed, onUnmounted, ref, type Ref } from "vue";

/** A part that is longer on its way may jump in afterwards: what is there already is needed more. */
const PATIENCE_MS = 3_000;

export function together(...parts: Ref<boolean>[]): Ref<boolean> {
  const late = ref(false);
  const timer = setTimeout(() => (late.value = true), PATIENCE_MS);
  onUnmounted(() => clearTimeout(timer));
  return computed(() => late.value || parts.every((part) => part.value));
}
