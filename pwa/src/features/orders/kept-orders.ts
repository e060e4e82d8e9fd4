/** The orders this phone still has: those it has read, and those that only came by push. */
import { keptOrders, pushedOrders } from "@/offline/orders";
import type { KnownOrder } from "@/platform/shapes";
import { fromPush } from "./from-push";

/** Newest first, and when they were read; null where there are none. */
export async function allKept(person: string): Promise<{ orders: KnownOrder[]; read_at: number } | null> {
  const rows = await keptOrders<KnownOrder>(person).catch(() => []);
  const known = new Set(rows.map((row) => row.order.id));
  const pushed = (await pushedOrders().catch(() => [])).filter((order) => !known.has(order.order_id));
  const orders = [...rows.map((row) => row.order), ...pushed.map(fromPush)];
  if (!orders.length) return null;
  const read_at = Math.max(...rows.map((row) => row.read_at), ...pushed.map((order) => order.received_at));
  return { orders: orders.sort((a, b) => b.sent.localeCompare(a.sent)), read_at };
}
