/** The answers not yet confirmed by the server: sealed on submit, gone only with a stored reply. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { uuid7 } from "@/platform/uuid7";

export type ItemStatus = "waiting" | "sending" | "sign_in" | "refused" | "delivered";
export interface Item {
  id: string; author: string | null; order_id: string; state: string;
  /** The sealed request body; its bytes never change. */
  body: string;
  /** Lets the answer go out without a session. */
  token: string | null;
  status: ItemStatus; sealed_at: number; tries: number; next_at: number;
  /** Not sent before this moment, so that a slip of the finger can be taken back. */
  held_until?: number;
  reply?: { state: string; recorded_at: string };
  problem?: { status: number; code: string; detail: string };
}
interface OutboxSchema extends DBSchema { items: { key: string; value: Item } }

const KEEP_DELIVERED_MS = 24 * 3_600_000;
let opening: Promise<IDBPDatabase<OutboxSchema>> | null = null;
const changes = "BroadcastChannel" in globalThis ? new BroadcastChannel("outbox") : null;
const listeners = new Set<() => void>();

function db(): Promise<IDBPDatabase<OutboxSchema>> {
  opening ??= openDB<OutboxSchema>("cockpit-outbox", 1, {
    upgrade: (made) => void made.createObjectStore("items", { keyPath: "id" }),
    terminated: () => (opening = null),
  }).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

export interface Answer {
  order_id: string; state: string; author: string | null; token?: string | null;
  note?: string; clock_offset_ms: number; now?: number; hold_ms?: number;
}

/** Writes an answer down before anything is sent. */
export async function seal(answer: Answer): Promise<Item> {
  const now = answer.now ?? Date.now();
  const id = uuid7(now);
  const body = JSON.stringify({
    id,
    order_id: answer.order_id,
    state: answer.state,
    device_at: new Date(now).toISOString(),
    clock_offset_ms: answer.clock_offset_ms,
    ...(answer.note ? { note: answer.note } : {}),
  });
  const item: Item = {
    id, body, author: answer.author, order_id: answer.order_id, state: answer.state, token: answer.token ?? null,
    status: "waiting", sealed_at: now, tries: 0, next_at: 0, ...(answer.hold_ms ? { held_until: now + answer.hold_ms } : {}),
  };
  await write(item);
  return item;
}

export async function write(item: Item): Promise<void> {
  await (await db()).put("items", item);
  tell();
}

/** Oldest first: ids sort by time. */
export async function items(): Promise<Item[]> {
  return (await db()).getAll("items");
}

export async function discard(id: string): Promise<void> {
  await (await db()).delete("items", id);
  tell();
}

export const isHeld = (item: Item, now: number = Date.now()) => item.status === "waiting" && (item.held_until ?? 0) > now;

/** Takes back an answer that is still held; false when it is on its way already. */
export async function takeBack(id: string, now: number = Date.now()): Promise<boolean> {
  const transaction = (await db()).transaction("items", "readwrite");
  const item = await transaction.store.get(id);
  const held = item !== undefined && isHeld(item, now);
  if (held) await transaction.store.delete(id);
  await transaction.done;
  tell();
  return held;
}

// Facts the phone reports by itself; the person has nothing to wait for.
export const isQuiet = (item: Item) => item.state === "shown" || item.state === "opened";

/** Forgets replies after a day; what a person said is never forgotten unsent or refused. */
export async function tidy(now: number = Date.now()): Promise<void> {
  const done = (item: Item) => item.status === "delivered" || (item.status === "refused" && isQuiet(item));
  const old = (await items()).filter((item) => done(item) && now - item.sealed_at > KEEP_DELIVERED_MS);
  for (const item of old) await discard(item.id);
}

export async function forgetDelivered(): Promise<void> {
  for (const item of await items()) if (item.status === "delivered") await discard(item.id);
}

export const isUnsent = (item: Item) => item.status === "waiting" || item.status === "sending" || item.status === "sign_in";

export function onChange(act: () => void): void {
  listeners.add(act);
  changes?.addEventListener("message", act);
}

function tell(): void {
  listeners.forEach((act) => act());
  changes?.postMessage("changed");
}
