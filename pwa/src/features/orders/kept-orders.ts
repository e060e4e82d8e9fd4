/** The orders this phone still has: those it has read, and those that only came by push. */
import { keptOrders, pushedOrders } from "@/offline/orders";
import type { KnownOrder } from "@/platform/shapes";
import { fromPush } from "./from-push";

/** Newest first, and how old the list is; null where nothing was ever read. */
export async function allKept(person: string): Promise<{ orders: KnownOrder[]; read_at: number } | null> {
  const kept = await keptOrders(person).catch(() => null);
  const known = new Set(kept?.orders.map(({ order }) => order.id));
  const pushed = (await pushedOrders().catch(() => [])).filter((order) => !known.has(order.order_id));
  const times = [...(kept?.orders.map((one) => one.read_at) ?? []), ...pushed.map((order) => order.received_at)];
  const read_at = kept?.followed_at ?? (times.length ? Math.max(...times) : null);
  return read_at === null ? null : { orders: newestFirst([...(kept?.orders.map(({ order }) => order) ?? []), ...pushed.map(fromPush)]), read_at };
}

export const newestFirst = (orders: KnownOrder[]) => orders.sort((one, other) => other.sent.localeCompare(one.sent));
