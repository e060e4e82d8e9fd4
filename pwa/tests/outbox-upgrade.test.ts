/** The outbox of the first version, which knew answers only, opens in this one with everything in it. */
import "fake-indexeddb/auto";
import { openDB } from "idb";
import { expect, test } from "vitest";
import { items, nameDevice } from "@/offline/outbox";
import { sealAnswer } from "@/offline/sealing";
import { flush, type Reply } from "@/offline/sender";

const ORDER = "0198f0aa-0000-7000-8000-000000000001";
const old = (id: string, state: string, status: string, more = {}) => ({ id, author: "me", order_id: ORDER, state, token: "t", body: `{"id":"${id}"}`, status, sealed_at: 5, tries: 1, next_at: 0, ...more });

test("unsent answers of the first version keep bytes, author, token and order, and go before what is said now", async () => {
  const first = await openDB("cockpit-outbox", 1, { upgrade: (made) => void made.createObjectStore("items", { keyPath: "id" }) });
  await first.put("items", old("01", "shown", "delivered", { reply: { state: "shown", recorded_at: "2026-03-01T00:00:00Z" } }));
  await first.put("items", old("02", "acknowledged", "sending"));
  await first.put("items", old("03", "needs_help", "sign_in"));
  await first.put("items", old("04", "declined", "refused", { problem: { status: 409, code: "x", detail: "why" } }));
  first.close();

  await nameDevice("d");
  await sealAnswer({ order_id: ORDER, state: "en_route", author: "me", clock_offset_ms: 0 });
  const upgraded = await items();
  expect(upgraded.map(({ what, status, seq }) => [what, status, seq])).toEqual([
    ["shown", "delivered", 0], ["declined", "refused", 0], ["acknowledged", "sending", 1], ["needs_help", "sign_in", 2], ["en_route", "waiting", 3],
  ]);
  expect(upgraded[2]).toMatchObject({ kind: "receipt", record_id: ORDER, url: "/api/receipts", body: '{"id":"02"}', author: "me", token: "t", sealed_at: 5, tries: 1 });
  expect(upgraded[1]!.problem).toEqual({ status: 409, code: "x", detail: "why" });

  const sent: unknown[] = [];
  await flush(async ({ what, device, seq }): Promise<Reply> => {
    sent.push([what, device, seq]);
    return { status: 200, body: { order_id: ORDER, state: what, recorded_at: "2026-03-01T00:00:00Z" }, retry_after: null };
  });
  expect(sent).toEqual([["acknowledged", "d", 1], ["needs_help", "d", 2], ["en_route", "d", 3]]);
});
