/** Follows what changed for one person: each reply's rows and the place behind them are kept in one step, or not at all. */
import { api, take } from "@/platform/api";
import type { Change, Changes } from "@/platform/shapes";
import { feedDb, HERE, placeOf, type CaseRow, type FeedSchema, type OrderRow, type Place } from "./feed-db";
import { isDone, items } from "./outbox";
import { authorNow } from "./outbox-store";
import type { IDBPTransaction } from "idb";

type Ask = (cursor: string | undefined) => Promise<Changes>;
type Kept = "orders" | "cases";
type Writing = IDBPTransaction<FeedSchema, ("orders" | "cases" | "place")[], "readwrite">;
/** As far back as a load goes; an order from before it is still addressed to me. */
const LOADED_MS = 29 * 24 * 3_600_000;
let running: Promise<void> | null = null;
let next: Promise<void> | null = null;

/** Resolves when this phone has what the server had when it was called. Whoever calls while it runs needs one more run. */
export function follow(person: string): Promise<void> {
  if (!running) {
    running = alone(() => followOn(person, ask, () => authorNow() === person)).finally(() => (running = null));
    return running;
  }
  next ??= running.catch(() => {}).then(() => {
    next = null;
    return follow(person);
  });
  return next;
}

const ask: Ask = (cursor) => take(api.GET("/api/changes", { params: { query: { cursor } } }));

/** One tab at a time: the next finds little left to ask for. */
async function alone(act: () => Promise<void>): Promise<void> {
  if (!globalThis.navigator?.locks) return act();
  await navigator.locks.request("feed", act);
}

/** `isStill`: whose phone it is may change while a reply is on its way; then nothing of it is kept. */
export async function followOn(person: string, asking: Ask, isStill: () => boolean): Promise<void> {
  for (let more = true; more && isStill(); ) {
    const reply = await asking((await placeOf(person))?.cursor);
    const unsent = new Set((await items()).filter((item) => !isDone(item)).map((item) => item.record_id));
    if (!(await keepReply(person, reply, unsent, isStill))) return;
    more = reply.more;
  }
}

// A put that fails ends the transaction, and that is what is heard of it.
const quiet = (asked: Promise<unknown>) => void asked.catch(() => {});

async function keepReply(person: string, reply: Changes, unsent: Set<string>, isStill: () => boolean): Promise<boolean> {
  const writing = (await feedDb()).transaction(["orders", "cases", "place"], "readwrite") as Writing;
  quiet(writing.done);
  try {
    const before = await writing.objectStore("place").get(HERE);
    if (!isStill()) return false;
    await keepAll(writing, reply, unsent, before?.person === person ? before : null, person);
  } catch (error) {
    // What could not be put at all does not end it by itself.
    writing.abort();
    throw error;
  }
  await writing.done;
  return true;
}

async function keepAll(writing: Writing, reply: Changes, unsent: Set<string>, before: Place | null, person: string): Promise<void> {
  const now = Date.now();
  const begins = reply.reset || !before;
  const loads = begins || before.loading;
  const place: Place = {
    person, cursor: reply.cursor, round: (before?.round ?? 0) + (begins ? 1 : 0),
    loading: loads && reply.more, followed_at: reply.more ? (before?.followed_at ?? null) : now,
  };
  for (const change of reply.items) await keepChange(writing, change, { id: change.id, person, read_at: now, round: place.round }, unsent);
  if (!reply.more) await sweep(writing, place, unsent, loads);
  quiet(writing.objectStore("place").put(place, HERE));
}

async function keepChange(writing: Writing, { kind, op, order, incident, is_mine, receipts }: Change, base: Omit<OrderRow, "order" | "receipts">, unsent: Set<string>): Promise<void> {
  if (op === "put" && order) quiet(writing.objectStore("orders").put({ ...base, order, receipts }));
  else if (op === "put" && incident) {
    const { person, whole, whole_at } = (await writing.objectStore("cases").get(base.id)) ?? {};
    quiet(writing.objectStore("cases").put({ ...base, row: incident, is_mine, ...(person === base.person && whole ? { whole, whole_at } : {}) }));
  } else if (op !== "put") {
    const store = kind === "order" ? "orders" : "cases";
    const row = await writing.objectStore(store).get(base.id);
    if (row) end(writing, store, row, unsent);
  }
}

/** `whole`: a load is over, and what it lacks is out of scope. */
async function sweep(writing: Writing, { person, round, followed_at }: Place, unsent: Set<string>, whole: boolean): Promise<void> {
  const isOld = (row: OrderRow | CaseRow) => "order" in row && followed_at! - Date.parse(row.order.sent) > LOADED_MS;
  for (const store of ["orders", "cases"] as const) {
    for (const row of await writing.objectStore(store).getAll()) {
      const isOver = row.person !== person || row.ended || (whole && row.round !== round && !isOld(row));
      if (isOver) end(writing, store, row, unsent);
    }
  }
}

/** Never what has unsent work: its row stays until that is sent. */
function end(writing: Writing, store: Kept, row: OrderRow | CaseRow, unsent: Set<string>): void {
  const rows = writing.objectStore(store);
  quiet(unsent.has(row.id) ? rows.put({ ...row, ended: true } as OrderRow & CaseRow) : rows.delete(row.id));
}
