/** Sends the outbox, one sender per origin, in order per record; a refused item never blocks another. */
import { backoff, retryAfter } from "@/platform/backoff";
import { isHeld, isTaken, items, tell, write, type Item } from "./outbox";
import { numbered } from "./sealing";
import { countFrom, deviceName } from "./tidying";

export interface Reply { status: number; body: unknown; retry_after: string | null; /** The server's last number of this device. */ high?: number }
/** Sends one item; null means that this sender holds no credential for it. Throws when nothing answered. */
export type Deliver = (item: Item) => Promise<Reply | null>;
/** Before its time: whatever a person sends by hand, or all but what the server told to come later. */
export type Force = boolean | "unless_told";
/** `only`: what this sender could send at all; the rest is left as it is. */
interface How { now?: () => number; force?: Force; only?: (item: Item) => boolean }

// 405: an older server, which does not know it yet; 423: somebody holds it just now.
const RETRIED = new Set([405, 408, 423, 425, 429]);
/** Not a word about the item: the person has to do something first. */
const SIGN_IN = "identity.password_change_required";

/** What somebody said of his health, or showed at a gate: once the server has spoken, no copy of it stays on the phone. */
const TELLING = new Set<Item["kind"]>(["declaration", "check_in", "visit"]);

/** Nobody asks to wait this long: the clock was set back since. */
const LONGEST_MS = 6 * 3_600_000;

export async function flush(deliver: Deliver, how: How = {}): Promise<void> {
  if (!globalThis.navigator?.locks) return sendAll(deliver, how);
  await navigator.locks.request("outbox-sender", () => sendAll(deliver, how));
}

async function sendAll(deliver: Deliver, { now = Date.now, force = false, only = () => true }: How): Promise<void> {
  const held = new Set<string>();
  for (const item of await items()) {
    if (isOver(item)) continue;
    if (held.has(item.record_id)) continue;
    // What can still be taken back holds up nothing said after it: a call for help leaves at once.
    if (isHeld(item, now())) continue;
    const wait = item.next_at - now();
    const isDue = wait <= 0 || wait > LONGEST_MS || force === true || (force && !item.told_until);
    if (!only(item) || !isDue) {
      held.add(item.record_id);
      continue;
    }
    const after = await attempt(item, deliver, now);
    if (!isOver(after)) held.add(item.record_id);
  }
}

const isOver = (item: Item) => item.status === "refused" || isTaken(item);

async function attempt(item: Item, deliver: Deliver, now: () => number): Promise<Item> {
  const chosen: Item = { ...item, status: "sending", device: item.device || (await deviceName()) };
  // A phone without room cannot note that it sends; it sends what is numbered all the same, or it would stay full.
  const sending = item.seq ? await numbered(chosen).catch(() => chosen) : await numbered(chosen);
  tell();
  try {
    const reply = await deliver(sending);
    if (reply?.high) await countFrom(reply.high);
    return settle(reply ? judge(sending, reply, now()) : { ...sending, status: "sign_in", next_at: 0 });
  } catch {
    return settle(again(sending, null, now()));
  }
}

async function settle(item: Item): Promise<Item> {
  const kept = TELLING.has(item.kind) && isOver(item) ? { ...item, body: "" } : item;
  await write(kept);
  return kept;
}

/** What a server's answer means for an item; anything that is not our own reply is no reply. */
export function judge(item: Item, reply: Reply, now: number): Item {
  const { status, body } = reply;
  const isObject = typeof body === "object" && body !== null;
  const fields = (isObject ? body : {}) as Record<string, unknown>;
  if (status >= 200 && status < 300) {
    if (![fields.order_id, fields.id].includes(item.record_id)) return again(item, reply.retry_after, now); // a captive portal's 200
    const number = fields.number ? { number: String(fields.number) } : {};
    return { ...item, status: "delivered", reply: { state: String(fields.state), recorded_at: String(fields.recorded_at ?? fields.ended_at ?? fields.saved_at), ...number }, problem: undefined };
  }
  const code = String(fields.code ?? `http.${status}`);
  if (status === 401 || code === SIGN_IN) return { ...item, status: "sign_in", tries: item.tries + 1, next_at: 0 };
  if (status >= 500 || RETRIED.has(status) || !isObject) return again(item, reply.retry_after, now);
  return { ...item, status: "refused", problem: { status, code, detail: String(fields.detail ?? fields.title ?? "") } };
}

function again(item: Item, wait: string | null, now: number): Item {
  const tries = item.tries + 1;
  const told = retryAfter(wait, now);
  return { ...item, status: "waiting", tries, next_at: now + (told ?? backoff(tries)), told_until: told === null ? undefined : now + told };
}
