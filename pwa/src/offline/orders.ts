/** Keeps the orders a person has opened, so that they open again without a network. */
import { readDb, type PushedOrder } from "./read-db";

export interface KeptOrder<T> { order: T; read_at: number }

export async function keepOrders<T extends { id: string }>(person: string, orders: T[]): Promise<void> {
  const transaction = (await readDb()).transaction("orders", "readwrite");
  const read_at = Date.now();
  // A structured clone refuses Vue's proxies; plain JSON is what came from the server anyway.
  for (const order of orders) void transaction.store.put({ id: order.id, person, read_at, order: JSON.parse(JSON.stringify(order)) });
  await transaction.done;
}

export async function keptOrder<T>(person: string, id: string): Promise<KeptOrder<T> | undefined> {
  const row = await (await readDb()).get("orders", id);
  return row?.person === person ? { order: row.order as T, read_at: row.read_at } : undefined;
}

export async function keptOrders<T>(person: string): Promise<KeptOrder<T>[]> {
  const rows = await (await readDb()).getAll("orders");
  return rows.filter((row) => row.person === person).map((row) => ({ order: row.order as T, read_at: row.read_at }));
}

export async function pushedOrders(): Promise<PushedOrder[]> {
  return (await readDb()).getAll("pushed");
}
