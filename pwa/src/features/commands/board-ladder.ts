/** The ladder of a board: which step comes next and when, who was told by which, and the doors that are knocked at. */
import { computed, onUnmounted, ref, shallowRef } from "vue";
import { serverNow } from "@/platform/clock";
import type { Knock, Ladder } from "@/platform/shapes";
import { doorKnocks, ladder } from "./api";

/** While somebody is being told, the figures move without a hint from everybody. */
const LOOK_AGAIN_MS = 5_000;

export function openLadder(order_id: () => string, node: () => string | undefined) {
  const shown = shallowRef<Ladder | null>(null);
  const knocks = shallowRef<Knock[]>([]);
  let asked = 0;

  /** Its absence is no failure of the board. */
  async function load(): Promise<void> {
    const mine = ++asked;
    const seen = await ladder(order_id(), node()).catch(() => null);
    if (mine !== asked || !seen) return;
    shown.value = seen;
    if (!seen.steps.some((step) => step.channel === "door_knock" && step.began_at)) return;
    const doors = await doorKnocks(order_id(), node()).catch(() => null);
    if (mine === asked && doors) knocks.value = doors;
  }

  function forget(): void {
    asked += 1;
    shown.value = null;
    knocks.value = [];
  }

  return { ladder: shown, knocks, load, forget };
}

/** Seconds until a moment of the server, once a second; looks again when it has come. */
export function useCountdown(due: () => string | undefined, come: () => void) {
  const now = ref(serverNow());
  let looked = 0;
  const left = computed(() => (due() ? Math.max(0, Math.ceil((Date.parse(due()!) - now.value) / 1_000)) : 0));
  const timer = setInterval(() => {
    now.value = serverNow();
    if (due() && !left.value && now.value - looked > LOOK_AGAIN_MS) {
      looked = now.value;
      come();
    }
  }, 1_000);
  onUnmounted(() => clearInterval(timer));
  return left;
}
