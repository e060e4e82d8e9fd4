/** An answer leaves the outbox only by the server's own reply. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { discard, items, type Item } from "@/offline/outbox";
import { sealAnswer } from "@/offline/sealing";
import { flush, judge, type Reply } from "@/offline/sender";
import { takeBack, tidy } from "@/offline/tidying";

const ORDER = "0198f0aa-0000-7000-8000-000000000001";
const OTHER = "0198f0aa-0000-7000-8000-000000000002";
const answer = (state: string, order_id = ORDER) => sealAnswer({ order_id, state, author: "me", clock_offset_ms: 5, token: "t" });
const taken = (item: Item): Reply => ({ status: 200, body: { order_id: item.record_id, state: item.what, recorded_at: "2026-03-01T00:00:00Z" }, retry_after: null });
const refusal = (status: number, code = "x"): Reply => ({ status, body: { code, detail: "why" }, retry_after: null });

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
});

test("a taken answer is delivered with the server's time", async () => {
  await answer("acknowledged");
  await flush(async (item) => taken(item));
  expect(await items()).toMatchObject([{ status: "delivered", reply: { recorded_at: "2026-03-01T00:00:00Z" } }]);
});

test("no network keeps the answer and its bytes", async () => {
  const { body } = await answer("acknowledged");
  await flush(async () => {
    throw new TypeError("offline");
  });
  const [kept] = await items();
  expect(kept).toMatchObject({ status: "waiting", tries: 1, body });
  expect(kept!.next_at).toBeGreaterThan(Date.now());
});

test.each([405, 408, 423, 425, 429, 500, 502, 503, 504])("status %i is tried again", async (status) => {
  const item = await answer("acknowledged");
  expect(judge(item, refusal(status), 1_000).status).toBe("waiting");
});

test("a captive portal's 200 is no reply", async () => {
  const item = await answer("acknowledged");
  expect(judge(item, { status: 200, body: null, retry_after: null }, 0).status).toBe("waiting");
  expect(judge(item, { status: 200, body: { welcome: true }, retry_after: null }, 0).status).toBe("waiting");
});

test("a 403 page of somebody else's proxy is no refusal", async () => {
  const item = await answer("acknowledged");
  expect(judge(item, { status: 403, body: null, retry_after: null }, 0).status).toBe("waiting");
});

test("when the network is back, what lacked it goes at once, but not what the server told to wait", async () => {
  await answer("acknowledged");
  await answer("acknowledged", OTHER);
  const busy = { ...refusal(503), retry_after: "120" };
  await flush(async (item) => (item.record_id === ORDER ? busy : Promise.reject(new TypeError("offline"))));
  const sent: string[] = [];
  const note = async (item: Item) => (sent.push(item.record_id), taken(item));
  await flush(note);
  expect(sent).toEqual([]);
  await flush(note, { force: "unless_told" });
  expect(sent).toEqual([OTHER]);
  await flush(note, { force: true });
  expect(sent).toEqual([OTHER, ORDER]);
});

test("what needs a session goes with the sign-in, however long the network was away before", async () => {
  await answer("acknowledged");
  await flush(async () => Promise.reject(new TypeError("offline")));
  await flush(async () => refusal(401), { force: "unless_told" });
  expect(await items()).toMatchObject([{ status: "sign_in", next_at: 0 }]);
  await flush(async (item) => taken(item));
  expect(await items()).toMatchObject([{ status: "delivered" }]);
});

test("a clock that is set back holds nothing for days", async () => {
  const now = Date.now();
  await answer("acknowledged");
  await sealAnswer({ order_id: OTHER, state: "declined", author: "me", clock_offset_ms: 0, hold_ms: 5_000 });
  await flush(async () => Promise.reject(new TypeError("offline")));
  const sent: string[] = [];
  await flush(async (item) => (sent.push(item.what), taken(item)), { now: () => now - 2 * 24 * 3_600_000 });
  expect(sent.sort()).toEqual(["acknowledged", "declined"]);
});

test("Retry-After is honoured", async () => {
  const item = await answer("acknowledged");
  expect(judge(item, { ...refusal(429), retry_after: "120" }, 1_000).next_at).toBe(121_000);
});

test("401 waits for a sign-in and loses nothing", async () => {
  await answer("acknowledged");
  await flush(async () => refusal(401));
  expect(await items()).toMatchObject([{ status: "sign_in" }]);
  await flush(async (item) => taken(item));
  expect(await items()).toMatchObject([{ status: "delivered" }]);
});

test("a refused answer stays with its reason and blocks no other", async () => {
  await answer("acknowledged");
  await answer("acknowledged", OTHER);
  await flush(async (item) => (item.record_id === ORDER ? refusal(409, "receipt.token_used") : taken(item)));
  expect(await items()).toMatchObject([{ status: "refused", problem: { code: "receipt.token_used", detail: "why" } }, { status: "delivered" }]);
});

test("answers to one order go in order, to another they do not wait", async () => {
  await answer("acknowledged");
  await answer("en_route");
  await answer("acknowledged", OTHER);
  const tried: string[] = [];
  await flush(async (item) => {
    tried.push(`${item.record_id === ORDER ? "one" : "other"} ${item.what}`);
    if (item.record_id === ORDER) throw new TypeError("offline");
    return taken(item);
  });
  expect(tried).toEqual(["one acknowledged", "other acknowledged"]);
});

test("what is delivered is not sent again", async () => {
  await answer("acknowledged");
  let sent = 0;
  const deliver = async (item: Item) => {
    sent++;
    return taken(item);
  };
  await flush(deliver);
  await flush(deliver, { force: true });
  expect(sent).toBe(1);
});

test("tidying forgets old replies, never an unsent or refused answer", async () => {
  const long_ago = Date.now() - 48 * 3_600_000;
  const old = (state: string, order_id: string) => sealAnswer({ order_id, state, author: "me", clock_offset_ms: 0, now: long_ago });
  await old("acknowledged", ORDER);
  await flush(async (item) => taken(item));
  await old("declined", OTHER);
  await flush(async () => refusal(404));
  await old("needs_help", ORDER);
  await tidy();
  expect((await items()).map((item) => item.what).sort()).toEqual(["declined", "needs_help"]);
});

test("a held answer is not sent before its time, not even when sending is forced, and then goes by itself", async () => {
  const { sealed_at } = await sealAnswer({ order_id: ORDER, state: "declined", author: "me", clock_offset_ms: 0, hold_ms: 5_000 });
  await flush(async (item) => taken(item), { force: true, now: () => sealed_at + 4_999 });
  expect(await items()).toMatchObject([{ status: "waiting", tries: 0 }]);
  await flush(async (item) => taken(item), { now: () => sealed_at + 5_000 });
  expect(await items()).toMatchObject([{ status: "delivered" }]);
});

test("a held answer can be taken back, one whose time has come cannot", async () => {
  const first = await sealAnswer({ order_id: ORDER, state: "declined", author: "me", clock_offset_ms: 0, hold_ms: 5_000 });
  expect(await takeBack(first.id, first.sealed_at + 4_999)).toBe(true);
  expect(await items()).toEqual([]);
  const second = await sealAnswer({ order_id: ORDER, state: "declined", author: "me", clock_offset_ms: 0, hold_ms: 5_000 });
  expect(await takeBack(second.id, second.sealed_at + 5_000)).toBe(false);
  expect(await items()).toHaveLength(1);
});

test("a call for help does not wait for an answer that is held", async () => {
  await sealAnswer({ order_id: ORDER, state: "declined", author: "me", clock_offset_ms: 0, hold_ms: 60_000 });
  await answer("needs_help");
  await flush(async (item) => taken(item));
  expect((await items()).map((item) => [item.what, item.status])).toEqual([["needs_help", "delivered"], ["declined", "waiting"]]);
});
