/** What becomes of items besides being sent: taken back, forgotten in time, counted on from the server's word. */
import { discard, isDone, isHeld, isQuiet, items, tell, type Item } from "./outbox";
import { db } from "./outbox-db";
import { readDb } from "./read-db";

const KEEP_DELIVERED_MS = 24 * 3_600_000;
/** A gate's phone is no list of who came: and a day's thousand would be read anew with each of them. */
const KEEP_CHECK_INS_MS = 10 * 60_000;

/** Forgets replies after a day, and what is over; what a person said is never forgotten unsent or refused. */
export async function tidy(now: number = Date.now()): Promise<void> {
  await forgetEnded(now);
  await forgetCheckIns(now);
  const done = (item: Item) => isDone(item) || (item.status === "refused" && isQuiet(item));
  const old = (await items()).filter((item) => done(item) && now - item.sealed_at > KEEP_DELIVERED_MS);
  for (const item of old) await discard(item.id);
}

/** What the phone keeps with an end goes past it, also where nobody opens its page. */
export async function forgetEnded(now: number = Date.now()): Promise<void> {
  const read = await readDb();
  for (const key of await read.getAllKeys("kept")) {
    const { until } = ((await read.get("kept", key)) ?? {}) as { until?: unknown };
    if (typeof until === "number" && until <= now) await read.delete("kept", key);
  }
}

/** What a gate has told the server goes while it still stands there. */
export async function forgetCheckIns(now: number = Date.now()): Promise<void> {
  const over = (item: Item) => item.kind === "check_in" && isDone(item) && now - item.sealed_at > KEEP_CHECK_INS_MS;
  const old = (await items()).filter(over);
  if (!old.length) return;
  const transaction = (await db()).transaction("items", "readwrite");
  for (const { id } of old) void transaction.store.delete(id);
  await transaction.done;
  tell();
}

export async function forgetDelivered(): Promise<void> {
  for (const item of await items()) if (isDone(item)) await discard(item.id);
}

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

export const deviceName = async () => String((await (await db()).get("meta", "device")) ?? "");

/** Once wiped, a phone would begin at 1 again; the server's word leads it on. */
export async function countFrom(high: number): Promise<void> {
  const transaction = (await db()).transaction("meta", "readwrite");
  if (Number((await transaction.store.get("seq")) ?? 0) < high) void transaction.store.put(high, "seq");
  await transaction.done;
}
