/** The orders this phone has, so that they open without a network: as old as they are, and never livelier. */
import { serverNow } from "@/platform/clock";
import type { KnownOrder } from "@/platform/shapes";
import { feedDb, HERE, type OrderRow, type Place } from "./feed-db";
import { readDb, type PushedOrder } from "./read-db";

export interface KeptOrder { order: KnownOrder; read_at: number }

export async function keepOrders(person: string, orders: KnownOrder[]): Promise<void> {
  const writing = (await feedDb()).transaction(["orders", "place"], "readwrite");
  const [store, place] = [writing.objectStore("orders"), await writing.objectStore("place").get(HERE)];
  for (const order of orders) {
    const receipts = (await store.get(order.id))?.receipts ?? [];
    // A structured clone refuses Vue's proxies; plain JSON is what came from the server anyway.
    void store.put({ id: order.id, person, read_at: Date.now(), round: place?.person === person ? place.round : undefined, receipts, order: JSON.parse(JSON.stringify(order)) as KnownOrder });
  }
  await writing.done;
}

export async function keptOrder(person: string, id: string): Promise<KeptOrder | undefined> {
  const reading = (await feedDb()).transaction(["orders", "place"]);
  const row = await reading.objectStore("orders").get(id);
  return row?.person === person ? asKept(row, await reading.objectStore("place").get(HERE)) : undefined;
}

/** Null: nothing was ever read here. */
export async function keptOrders(person: string): Promise<{ orders: KeptOrder[]; followed_at: number | null } | null> {
  const reading = (await feedDb()).transaction(["orders", "place"]);
  const rows = (await reading.objectStore("orders").getAll()).filter((row) => row.person === person);
  const place = await reading.objectStore("place").get(HERE);
  const followed_at = place?.person === person ? place.followed_at : null;
  return rows.length || followed_at ? { orders: rows.map((row) => asKept(row, place)), followed_at } : null;
}

/** What was followed to the end is as new as that, whenever it last changed. Nobody tells a phone without a network that an order is over. */
function asKept({ order, person, read_at }: OrderRow, place: Place | undefined): KeptOrder {
  const followed_at = place?.person === person ? place.followed_at : null;
  const isOver = order.state === "live" && Date.parse(order.expires) <= serverNow();
  return { order: isOver ? { ...order, state: "expired" } : order, read_at: Math.max(read_at, followed_at ?? 0) };
}

export async function pushedOrders(): Promise<PushedOrder[]> {
  return (await readDb()).getAll("pushed");
}
