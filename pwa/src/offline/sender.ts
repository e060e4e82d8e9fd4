/** Sends the outbox, one sender per origin, in order per record; a refused item never blocks another. */
import { backoff, retryAfter } from "@/platform/backoff";
import { isHeld, items, write, type Item } from "./outbox";

export interface Reply { status: number; body: unknown; retry_after: string | null }
/** Sends one item; null means that this sender holds no credential for it. Throws when nothing answered. */
export type Deliver = (item: Item) => Promise<Reply | null>;
interface How { now?: () => number; force?: boolean }

const RETRIED = new Set([408, 425, 429]);

export async function flush(deliver: Deliver, how: How = {}): Promise<void> {
  if (!globalThis.navigator?.locks) return sendAll(deliver, how);
  await navigator.locks.request("outbox-sender", () => sendAll(deliver, how));
}

async function sendAll(deliver: Deliver, { now = Date.now, force = false }: How): Promise<void> {
  const held = new Set<string>();
  for (const item of await items()) {
    if (item.status === "delivered" || item.status === "refused") continue;
    if (held.has(item.order_id)) continue;
    // What can still be taken back holds up nothing said after it: a call for help leaves at once.
    if (isHeld(item, now())) continue;
    if (!force && item.next_at > now()) {
      held.add(item.order_id);
      continue;
    }
    const after = await attempt(item, deliver, now);
    if (after.status !== "delivered" && after.status !== "refused") held.add(item.order_id);
  }
}

async function attempt(item: Item, deliver: Deliver, now: () => number): Promise<Item> {
  await write({ ...item, status: "sending" });
  try {
    const reply = await deliver(item);
    return settle(reply ? judge(item, reply, now()) : { ...item, status: "sign_in" });
  } catch {
    return settle(again(item, null, now()));
  }
}

async function settle(item: Item): Promise<Item> {
  await write(item);
  return item;
}

/** What a server's answer means for an item; anything that is not our own reply is no reply. */
export function judge(item: Item, reply: Reply, now: number): Item {
  const { status, body } = reply;
  const isObject = typeof body === "object" && body !== null;
  const fields = (isObject ? body : {}) as Record<string, unknown>;
  if (status >= 200 && status < 300) {
    if (fields.order_id !== item.order_id) return again(item, reply.retry_after, now); // a captive portal's 200
    return { ...item, status: "delivered", reply: { state: String(fields.state), recorded_at: String(fields.recorded_at) }, problem: undefined };
  }
  if (status === 401) return { ...item, status: "sign_in", tries: item.tries + 1 };
  if (status >= 500 || RETRIED.has(status) || !isObject) return again(item, reply.retry_after, now);
  const problem = { status, code: String(fields.code ?? `http.${status}`), detail: String(fields.detail ?? fields.title ?? "") };
  return { ...item, status: "refused", problem };
}

function again(item: Item, wait: string | null, now: number): Item {
  const tries = item.tries + 1;
  return { ...item, status: "waiting", tries, next_at: now + (retryAfter(wait, now) ?? backoff(tries)) };
}
