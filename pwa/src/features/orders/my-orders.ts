/** Orders addressed to me: from the server when it answers, else from the phone's copy. */
import { ref } from "vue";
import { keepOrders, keptOrder, keptOrders, pushedOrders } from "@/offline/orders";
import { pushedOrder, type PushedOrder } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem, type Problem } from "@/platform/problem";
import type { KnownOrder } from "@/platform/shapes";
import { fromPush } from "./from-push";

export const myOrders = ref<KnownOrder[] | null>(null);
export const listAge = ref<number | null>(null);
export const listProblem = ref<Problem | null>(null);

export async function loadMyOrders(person: string): Promise<void> {
  if (!myOrders.value) await showKept(person);
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
  const rows = await keptOrders<KnownOrder>(person).catch(() => []);
  const known = new Set(rows.map((row) => row.order.id));
  const pushed = (await pushedOrders().catch(() => [])).filter((order) => !known.has(order.order_id));
  const orders = [...rows.map((row) => row.order), ...pushed.map(fromPush)];
  if (!orders.length) return;
  myOrders.value = orders.sort((a, b) => b.sent.localeCompare(a.sent));
  listAge.value = Math.max(...rows.map((row) => row.read_at), ...pushed.map((order) => order.received_at));
}

export interface ShownOrder {
  order: KnownOrder;
  /** null: fresh from the server; else when this copy was read. */
  read_at: number | null;
  source: "server" | "phone" | "push";
  token: string | null;
}

/** Calls back first with what the phone has, then with what the server says. */
export async function openOrder(person: string, id: string, show: (shown: ShownOrder) => void): Promise<Problem | null> {
  const pushed = await pushedOrder(id).catch(() => undefined);
  const token = pushed?.token ?? null;
  const kept = await keptOrder<KnownOrder>(person, id).catch(() => undefined);
  if (kept) show({ order: kept.order, read_at: kept.read_at, source: "phone", token });
  else if (pushed) show(asShown(pushed));
  try {
    const order = await take(api.GET("/api/me/orders/{order_id}", { params: { path: { order_id: id } } }));
    show({ order, read_at: null, source: "server", token });
    await keepOrders(person, [order]);
    return null;
  } catch (error) {
    return asProblem(error);
  }
}

function asShown(pushed: PushedOrder): ShownOrder {
  return { order: fromPush(pushed), read_at: pushed.received_at, source: "push", token: pushed.token };
}
