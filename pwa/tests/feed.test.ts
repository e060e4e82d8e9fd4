/** The phone follows the feed: rows and place in one step, nothing unsent lost, no flash of emptiness when it starts over. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { dropCase, keepOwn, keepWhole, keptCase, ownCases } from "@/offline/cases";
import { followOn } from "@/offline/feed";
import { feedDb, placeOf, wipeFeed } from "@/offline/feed-db";
import { keepOrders, keptOrder, keptOrders } from "@/offline/orders";
import { discard, items } from "@/offline/outbox";
import { seal } from "@/offline/sealing";
import type { Change, Changes, Incident, IncidentRow, KnownOrder } from "@/platform/shapes";

const HOUR = 3_600_000;
const bare = { order: null, receipts: [], incident: null, is_mine: false };
const order = (id: string, more: Partial<KnownOrder> = {}) => ({ id, state: "live", sent: new Date().toISOString(), expires: new Date(Date.now() + HOUR).toISOString(), ...more }) as KnownOrder;
const row = (id: string, state = "pending", recorded_at = "2026-11-20T00:00:00Z") => ({ id, state, recorded_at }) as IncidentRow;
const putOrder = (one: KnownOrder): Change => ({ ...bare, kind: "order", id: one.id, op: "put", order: one as Change["order"] });
const putCase = (one: IncidentRow, is_mine = true): Change => ({ ...bare, kind: "incident", id: one.id, op: "put", incident: one, is_mine });
const end = (kind: "order" | "incident", id: string, op: "gone" | "out_of_scope"): Change => ({ ...bare, kind, id, op });
const reply = (cursor: string, changes: Change[], more: Partial<Changes> = {}): Changes => ({ reset: false, cursor, items: changes, more: false, ...more });
const always = () => true;

/** A server that has these replies to give, one after another; what was asked is noted. */
function server(...replies: Changes[]) {
  const asked: (string | undefined)[] = [];
  return { asked, ask: async (cursor: string | undefined) => (asked.push(cursor), replies.shift() ?? Promise.reject(new Error("no network"))) };
}
const pull = (...replies: Changes[]) => followOn("me", server(...replies).ask, always);
const orderIds = async () => (await keptOrders("me"))?.orders.map((kept) => kept.order.id) ?? null;
const caseIds = async () => (await ownCases("me"))?.rows.map((one) => one.id) ?? null;
const unsent = (record_id: string) => seal({ id: `item of ${record_id}`, kind: "step", author: "me", record_id, what: "handle", url: "/api", body: "{}" });

beforeEach(async () => {
  await wipeFeed();
  for (const item of await items()) await discard(item.id);
});

test("a first load is followed page by page, and from its end on only what is new is asked for", async () => {
  const { ask, asked } = server(reply("a", [putOrder(order("o1"))], { reset: true, more: true }), reply("b", [putCase(row("c1"))]), reply("c", [putCase(row("c1", "closed")), putCase(row("c2"), false)]));
  await followOn("me", ask, always);
  await followOn("me", ask, always);
  expect(asked).toEqual([undefined, "a", "b"]);
  expect(await orderIds()).toEqual(["o1"]);
  expect((await ownCases("me"))!.rows).toMatchObject([{ id: "c1", state: "closed" }]);
});

test("a load that breaks off goes on where it was, and counts as followed only at its end", async () => {
  await pull(reply("a", [putOrder(order("o1"))], { reset: true, more: true })).catch(() => {});
  expect((await placeOf("me"))!.followed_at).toBeNull();
  const { ask, asked } = server(reply("b", [putOrder(order("o2"))]));
  await followOn("me", ask, always);
  expect(asked).toEqual(["a"]);
  expect(await orderIds()).toEqual(["o1", "o2"]);
  expect((await placeOf("me"))!.followed_at).not.toBeNull();
});

test("rows and place are kept together or not at all", async () => {
  await pull(reply("a", [putOrder(order("o1"))], { reset: true }));
  const broken = { ...putOrder(order("o3")), order: { id: "o3", uncloneable: () => {} } as unknown as Change["order"] };
  await expect(pull(reply("b", [putOrder(order("o2")), broken]))).rejects.toThrow();
  expect([(await placeOf("me"))!.cursor, await orderIds()]).toEqual(["a", ["o1"]]);
});

test("what is gone or out of scope goes, but not while something unsent is about it", async () => {
  await pull(reply("a", [putOrder(order("o1")), putCase(row("c1")), putCase(row("c2"))], { reset: true }));
  const item = await unsent("c2");
  await pull(reply("b", [end("order", "o1", "gone"), end("incident", "c1", "out_of_scope"), end("incident", "c2", "out_of_scope")]));
  expect([await orderIds(), await caseIds()]).toEqual([[], ["c2"]]);
  await discard(item.id);
  await pull(reply("c", []));
  expect(await caseIds()).toEqual([]);
});

test("a lost place starts over without a moment of emptiness, and drops in the end what the server lacks", async () => {
  await pull(reply("a", [putOrder(order("o1")), putCase(row("c1")), putCase(row("c2"))], { reset: true }));
  await unsent("c2");
  await pull(reply("x", [putOrder(order("o2"))], { reset: true, more: true })).catch(() => {});
  expect([await orderIds(), await caseIds()]).toEqual([["o1", "o2"], ["c1", "c2"]]);
  await pull(reply("y", []));
  expect([await orderIds(), await caseIds()]).toEqual([["o2"], ["c2"]]);
});

test("an order from before what a load reaches back to stays addressed to me", async () => {
  await keepOrders("me", [order("old", { sent: "2026-01-01T00:00:00Z" }), order("recent")]);
  await pull(reply("a", [], { reset: true }));
  expect(await orderIds()).toEqual(["old"]);
});

test("what was read beside the feed while a load goes on is not swept away by its end", async () => {
  await pull(reply("a", [], { reset: true, more: true })).catch(() => {});
  await keepOrders("me", [order("o1")]);
  await keepOwn("me", [row("c1")]);
  await pull(reply("b", []));
  expect([await orderIds(), await caseIds()]).toEqual([["o1"], ["c1"]]);
});

test("nothing is kept of a reply that comes when somebody else has the phone, and nothing of theirs is shown", async () => {
  let mine = true;
  await followOn("me", async () => ((mine = false), reply("a", [putOrder(order("o1"))], { reset: true })), () => mine);
  expect([await placeOf("me"), await orderIds()]).toEqual([undefined, null]);
  await pull(reply("a", [putOrder(order("o1"))], { reset: true }));
  expect([await keptOrder("other", "o1"), await keptOrders("other"), await placeOf("other")]).toEqual([undefined, null, undefined]);
  await followOn("other", server(reply("b", [], { reset: true })).ask, always);
  expect(await (await feedDb()).getAll("orders")).toEqual([]);
});

test("an order is as old as the feed, and without a network nobody tells that it is over", async () => {
  await pull(reply("a", [putOrder(order("o1")), putOrder(order("o2", { expires: new Date(Date.now() - 1).toISOString() }))], { reset: true }));
  const { followed_at } = (await placeOf("me"))!;
  expect((await keptOrder("me", "o1"))!).toMatchObject({ read_at: followed_at, order: { state: "live" } });
  expect((await keptOrder("me", "o2"))!.order.state).toBe("expired");
});

test("a case opens as its page was, with the state that the feed knows, and then without steps that may be over", async () => {
  const whole = { ...row("c1", "dispatched"), is_mine: false, may: ["handle"], steps: [{ verb: "report" }] } as unknown as Incident;
  await keepWhole("me", whole);
  await pull(reply("a", [putCase(row("c1", "dispatched"), false)], { reset: true }));
  expect((await keptCase("me", "c1"))!.incident).toMatchObject({ state: "dispatched", may: ["handle"], steps: [{ verb: "report" }] });
  await pull(reply("b", [putCase(row("c1", "closed"), false)]));
  expect((await keptCase("me", "c1"))!.incident).toMatchObject({ state: "closed", may: [] });
  expect(await keptCase("other", "c1")).toBeUndefined();
  await unsent("c1");
  await dropCase("c1");
  expect(await keptCase("me", "c1")).toBeDefined();
});
