/** What still asks for this person: the figure on the app's icon, and notifications that no longer need to stand. */
import { computed, watch } from "vue";
import { me } from "@/features/identity/me";
import { loadMyOrders, myOrders } from "@/features/orders/my-orders";
import { isAnswer } from "@/features/orders/steps";
import { showOnIcon, tellSettled } from "@/features/push/worker";
import { onHint } from "@/features/realtime/hints";
import { outbox } from "@/offline/outbox-store";
import { onWake } from "@/platform/wake";
import type { KnownOrder } from "@/platform/shapes";

/** These pages load the list themselves. */
const LISTS = new Set(["/", "/orders"]);
const answeredHere = computed(() => new Set(outbox.value.filter((item) => item.status !== "refused" && isAnswer(item.what)).map((item) => item.record_id)));
const asks = (order: KnownOrder) => order.state === "live" && !order.my?.answer && !isAnswer(order.my?.state) && !answeredHere.value.has(order.id);

/** Live orders that I have not answered, on this device or another. */
export const unanswered = computed(() => myOrders.value?.filter(asks) ?? null);

export function watchAttention(): void {
  watch(unanswered, (left) => {
    // Not known yet is not none: the worker's own count stays until the list is there.
    if (!left) return;
    showOnIcon(left.length);
    tellSettled((myOrders.value ?? []).filter((order) => !asks(order)).map((order) => order.id));
  }, { immediate: true });
  onHint("order.", lookAgain);
  onWake(lookAgain);
}

function lookAgain(): void {
  if (me.value && !LISTS.has(location.pathname)) void loadMyOrders(me.value.id);
}
