/** What the phone keeps of its person and of what came by push; wiped on sign-out, shared with the service worker. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface PushedOrder {
  order_id: string; received_at: number; token: string; title: string; body: string; lang: string;
  identifier: string; severity: string; exercise: boolean; expires: string | null;
  headline: string; description: string; instruction: string;
  /** Copies kept before the app knew these lack them. */
  duty_phone?: string | null; circle?: { lng: number; lat: number; radius_m: number } | null; areas?: string[];
}
interface ReadSchema extends DBSchema {
  /** Of the first version; orders are followed in a database of their own. */
  orders: { key: string; value: { id: string } };
  pushed: { key: string; value: PushedOrder };
  kept: { key: string; value: unknown };
}

let opening: Promise<IDBPDatabase<ReadSchema>> | null = null;

export function readDb(): Promise<IDBPDatabase<ReadSchema>> {
  opening ??= openDB<ReadSchema>("cockpit-read", 1, {
    upgrade(db) {
      db.createObjectStore("orders", { keyPath: "id" });
      db.createObjectStore("pushed", { keyPath: "order_id" });
      db.createObjectStore("kept");
    },
    terminated: () => (opening = null),
  }).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

export async function keep(key: string, value: unknown): Promise<void> {
  await (await readDb()).put("kept", value, key);
}

export async function kept<T>(key: string): Promise<T | undefined> {
  return (await (await readDb()).get("kept", key)) as T | undefined;
}

export async function keepPushed(order: PushedOrder): Promise<void> {
  await (await readDb()).put("pushed", order);
}

export async function pushedOrder(id: string): Promise<PushedOrder | undefined> {
  return (await readDb()).get("pushed", id);
}

export async function wipe(): Promise<void> {
  const db = await readDb();
  await Promise.all([db.clear("orders"), db.clear("pushed"), db.clear("kept"), import("./feed-db").then(({ wipeFeed }) => wipeFeed()), import("./modules-db").then(({ wipeModules }) => wipeModules())]);
}
