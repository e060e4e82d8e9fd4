/** Orders addressed to me: from the server when it answers, else from the phone's copy. */
import { ref } from "vue";
import { keepOrders } from "@/offline/orders";
import { api, take } from "@/platform/api";
import { asProblem, type Problem } from "@/platform/problem";
import type { KnownOrder } from "@/platform/shapes";

export const myOrders = ref<KnownOrder[] | null>(null);
export const listAge = ref<number | null>(null);
export const listProblem = ref<Problem | null>(null);

export async function loadMyOrders(person: string): Promise<void> {
  if (!myOrders.value) await showKept(person).catch(() => {});
  try {
    const page = await take(api.GET("/api/me/orders", {}));
    myOrders.value = page.items;
    listAge.value = null;
    listProblem.value = null;
    await keepOrders(person, page.items);
  } catch (error) {
    listProblem.value = asProblem(error);
    myOrders.value ??= [];
    listAge.value ??= Date.now();
  }
}

export function forgetMyOrders(): void {
  myOrders.value = null;
}

async function showKept(person: string): Promise<void> {
  const { allKept } = await import("./kept-orders");
  const found = await allKept(person);
  if (!found || myOrders.value) return;
  myOrders.value = found.orders;
  listAge.value = found.read_at;
}
