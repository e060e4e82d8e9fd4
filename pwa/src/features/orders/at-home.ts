/** My live orders in the order home shows them: what is real before what is rehearsed, then the graver, then the newer. */
import { computed } from "vue";
import { unsent } from "@/offline/outbox-store";
import type { KnownOrder } from "@/platform/shapes";
import { myOrders } from "./my-orders";
import { isOneTap, nextStep } from "./steps";

const GRAVITY = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"];
const weight = (order: KnownOrder) => (order.status === "Exercise" ? 10 : 0) + GRAVITY.indexOf(order.severity);

/** What I said last that has not left this phone. */
export const pendingOf = (id: string) => unsent.value.filter((item) => item.record_id === id).at(-1)?.what;
export const live = computed(() => (myOrders.value?.filter((order) => order.state === "live") ?? []).sort((a, b) => weight(a) - weight(b)));
export const open = computed(() => live.value.filter((order) => !order.my?.answer && !pendingOf(order.id)));
/** Answered, yet not done: the next step is owed. */
export const tasks = computed(() => live.value.filter((order) => !open.value.includes(order) && !isOneTap(order) && nextStep(pendingOf(order.id) ?? order.my?.state)));
export const rest = computed(() => live.value.filter((order) => !open.value.includes(order) && !tasks.value.includes(order)));
