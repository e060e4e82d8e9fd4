/** What a phone keeps of anybody's health: no copy once the server has spoken, an end for what is shown, nothing after a sign-out. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { discard, items, nameDevice, type Item } from "@/offline/outbox";
import { keep, kept, readDb, wipe } from "@/offline/read-db";
import { seal } from "@/offline/sealing";
import { flush, type Reply } from "@/offline/sender";
import { forgetCheckIns, forgetDelivered, tidy } from "@/offline/tidying";
import { uuid7 } from "@/platform/uuid7";

const MARK = "breathless";
const DAY_MS = 86_400_000;
const KINDS = ["declaration", "check_in", "visit"] as const;
const taken = (item: Item): Reply => ({ status: 200, body: { id: item.record_id, state: "passed", recorded_at: "2026-03-02T09:00:00Z" }, retry_after: null });

function said(kind: Item["kind"]): Promise<Item> {
  const id = uuid7();
  return seal({ id, kind, author: "me", record_id: id, what: kind, url: "/api/me/health/declarations", body: JSON.stringify({ id, symptoms: [MARK] }) });
}

/** Every row of every store of every database of this phone. */
async function whole(): Promise<string> {
  const names = (await indexedDB.databases()).map(({ name }) => name!);
  const all = await Promise.all(names.map((name) => new Promise<unknown[]>((resolve, reject) => {
    const asked = indexedDB.open(name);
    asked.onerror = () => reject(asked.error ?? new Error(name));
    asked.onsuccess = () => {
      const made = asked.result;
      const stores = [...made.objectStoreNames];
      if (!stores.length) return resolve([]);
      const transaction = made.transaction(stores);
      const read = stores.map((store) => transaction.objectStore(store).getAll());
      transaction.oncomplete = () => { made.close(); resolve(read.map((one) => one.result as unknown)); };
    };
  })));
  return JSON.stringify(all);
}

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
  await wipe();
  await nameDevice("0198f0aa-0000-7000-8000-0000000000de");
});

test.each(KINDS)("a %s stays whole until the server has spoken, and no longer", async (kind) => {
  await said(kind);
  await flush(() => Promise.reject(new Error("offline")));
  expect(await whole()).toContain(MARK);
  await flush(async (item) => taken(item), { force: true });
  expect(await whole()).not.toContain(MARK);
  expect(await items()).toMatchObject([{ kind, status: "delivered", body: "" }]);
});

test("a gate's phone is no list of who came", async () => {
  const now = Date.now();
  for (let one = 0; one < 3; one += 1) await said("check_in");
  await flush(async (item) => taken(item));
  await said("check_in");
  await said("visit");
  await forgetCheckIns(now + 9 * 60_000);
  expect(await items()).toHaveLength(5);
  await forgetCheckIns(now + 11 * 60_000);
  expect((await items()).map(({ kind, status }) => [kind, status])).toEqual([["check_in", "waiting"], ["visit", "waiting"]]);
});

test("what the server refuses says why, and nothing of what was said", async () => {
  await said("declaration");
  await flush(async () => ({ status: 422, body: { code: "health.bad_id", detail: "bad" }, retry_after: null }));
  expect(await items()).toMatchObject([{ status: "refused", problem: { code: "health.bad_id" } }]);
  expect(await whole()).not.toContain(MARK);
});

test("what was shown goes past its end by itself; what has none stays", async () => {
  const now = Date.now();
  await keep("health_mine", { author: "me", said: { declared: [MARK] }, until: now + DAY_MS });
  await keep("duty_mine", { author: "me", said: "here" });
  await tidy(now);
  expect(await whole()).toContain(MARK);
  await tidy(now + DAY_MS);
  expect(await whole()).not.toContain(MARK);
  expect([await kept("health_mine"), await kept("duty_mine")]).toEqual([undefined, { author: "me", said: "here" }]);
});

test("after a sign-out nothing of it is left", async () => {
  await said("visit");
  await flush(async (item) => taken(item));
  await keep("health_code", { author: "me", said: { text: MARK }, until: Date.now() + DAY_MS });
  await forgetDelivered();
  await wipe();
  expect(await whole()).not.toContain(MARK);
  expect([await items(), await (await readDb()).getAllKeys("kept")]).toEqual([[], []]);
});
