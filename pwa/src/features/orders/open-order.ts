/** One order addressed to me: first what the phone has of it, then what the server says. */
import { keepOrders, keptOrder } from "@/offline/orders";
import { pushedOrder, type PushedOrder } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { asProblem, type Problem } from "@/platform/problem";
import type { KnownOrder } from "@/platform/shapes";
import { fromPush } from "./from-push";

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
  const kept = await keptOrder(person, id).catch(() => undefined);
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
