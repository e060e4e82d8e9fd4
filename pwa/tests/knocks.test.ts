/** What was found at a door, said where there is no network: kept, taken back in time, sent later, never twice. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { discard, items, nameDevice, type Item } from "@/offline/outbox";
import { letGo, seal } from "@/offline/sealing";
import { flush, type Reply } from "@/offline/sender";
import { takeBack } from "@/offline/tidying";
import { uuid7 } from "@/platform/uuid7";

const KNOCK = "0198f0aa-0000-7000-8000-0000000000bb";
const AT = Date.parse("2026-03-01T00:00:00Z");
const taken = (item: Item): Reply => ({ status: 200, body: { id: item.record_id, state: item.what, ended_at: "2026-03-01T00:00:09Z" }, retry_after: null });

function found(outcome: string, now = AT): Promise<Item> {
  const id = uuid7(now);
  return seal({ id, kind: "knock", author: "me", record_id: KNOCK, what: outcome, url: `/api/me/door-knocks/${KNOCK}/answer`, body: JSON.stringify({ id, outcome }), now, hold_ms: 6_000 });
}

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
  await nameDevice("0198f0aa-0000-7000-8000-0000000000de");
});

test("a slip is taken back without a network, and what is said instead goes when there is one", async () => {
  const slip = await found("not_home");
  expect(await takeBack(slip.id, AT + 2_000)).toBe(true);
  const meant = await found("safe", AT + 3_000);
  await flush(() => Promise.reject(new Error("offline")), { now: () => AT + 10_000 });
  expect((await items()).map(({ id, status }) => [id, status])).toEqual([[meant.id, "waiting"]]);
  const sent: string[] = [];
  await flush(async (item) => (sent.push(item.id), taken(item)), { now: () => AT + 3_600_000, force: true });
  expect(sent).toEqual([meant.id]);
  const [item] = await items();
  expect([item!.status, item!.reply]).toEqual(["delivered", { state: "safe", recorded_at: "2026-03-01T00:00:09Z" }]);
});

test("it is held for some seconds, and leaving the page lets it go", async () => {
  const said = await found("needs_help");
  const sent: string[] = [];
  const deliver = async (item: Item) => (sent.push(item.what), taken(item));
  await flush(deliver, { now: () => AT + 1_000 });
  expect(sent).toEqual([]);
  await letGo(said.id);
  await flush(deliver, { now: () => AT + 1_500 });
  expect(sent).toEqual(["needs_help"]);
  expect(await takeBack(said.id, AT + 2_000)).toBe(false);
});
