/** Reports, steps and answers in one row: numbered by the device, in order, with their photos. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { postBySession, postByToken } from "@/offline/deliver";
import { discard, isUnsent, items, nameDevice, type Item } from "@/offline/outbox";
import { seal, sealAnswer } from "@/offline/sealing";
import { db } from "@/offline/outbox-db";
import { announced, arrived, asSealed, photosOfItem, sha256Of } from "@/offline/photos-sealed";
import { flush, judge, type Reply } from "@/offline/sender";
import { takeBack, tidy } from "@/offline/tidying";
import { uuid7 } from "@/platform/uuid7";

const DEVICE = "0198f0aa-0000-7000-8000-0000000000de";
const INCIDENT = "0198f0aa-0000-7000-8000-0000000000aa";
const ORDER = "0198f0aa-0000-7000-8000-000000000001";
const taken = (item: Item): Reply => ({ status: 201, body: { id: item.record_id, number: "A-7", state: "pending", recorded_at: "2026-03-01T00:00:00Z" }, retry_after: null });
const step = (what: string, more: { now?: number } = {}) => seal({ id: uuid7(more.now), kind: "step", author: "me", record_id: INCIDENT, what, url: `/api/incidents/${INCIDENT}/${what}`, body: "{}", ...more });

async function report(...texts: string[]): Promise<Item> {
  const id = uuid7();
  const pictures = await Promise.all(texts.map(async (text, index) => ({ draft_id: `d${index}`, type: "image/jpeg", bytes: new Blob([text]), sha256: await sha256Of(new Blob([text])) })));
  const photos = asSealed(pictures, { item_id: id, record_id: id, author: "me", use: "report" });
  return seal({ id, kind: "report", author: "me", record_id: id, what: "report", url: "/api/incidents", body: JSON.stringify({ id, photos: announced(photos) }), photos });
}

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
  await (await db()).clear("meta");
  await nameDevice(DEVICE);
});

test("every write of this device has the next number, whatever it is about", async () => {
  await report();
  await step("handle");
  await sealAnswer({ order_id: ORDER, state: "acknowledged", author: "me", clock_offset_ms: 0 });
  expect((await items()).map(({ kind, seq, device }) => [kind, seq, device])).toEqual([["report", 1, DEVICE], ["step", 2, DEVICE], ["receipt", 3, DEVICE]]);
});

test("an answer that is taken back leaves no gap, and one that was held is numbered when it goes", async () => {
  const slip = await sealAnswer({ order_id: ORDER, state: "declined", author: "me", clock_offset_ms: 0, hold_ms: 5_000 });
  expect(slip.seq).toBeUndefined();
  await takeBack(slip.id);
  const held = await sealAnswer({ order_id: ORDER, state: "declined", author: "me", clock_offset_ms: 0, hold_ms: 5_000 });
  await step("handle");
  const sent: (number | undefined)[] = [];
  await flush(async (item) => {
    sent.push(item.seq);
    return { ...taken(item), body: { order_id: ORDER, id: item.record_id, state: "x" } };
  }, { now: () => held.sealed_at + 5_000 });
  expect(sent).toEqual([1, 2]);
});

test("a clock that is set back in between does not turn two steps of one case around", async () => {
  await step("accept", { now: Date.now() });
  await step("register", { now: Date.now() - 2 * 86_400_000 });
  const tried: string[] = [];
  await flush(async (item) => {
    tried.push(item.what);
    return taken(item);
  });
  expect(tried).toEqual(["accept", "register"]);
});

test("a wiped phone goes on from the server's number and not from one again", async () => {
  await step("accept");
  await flush(async (item) => ({ ...taken(item), high: 57 }));
  expect((await step("register")).seq).toBe(58);
});

test("a report is sealed together with its photos, and its request names each of them once", async () => {
  const item = await report("one", "two", "one");
  expect(item.photos).toEqual({ expected: 2, arrived: 0 });
  const photos = await photosOfItem(item.id);
  expect(photos.map(({ status, use, sent_bytes }) => [status, use, sent_bytes])).toEqual([["waiting", "report", 0], ["waiting", "report", 0]]);
  expect(JSON.parse(item.body).photos).toHaveLength(2);
  expect(JSON.parse(item.body).photos[0]).toEqual({ sha256: await sha256Of(new Blob(["one"])), size_bytes: 3, use: "report" });
});

test("where there is no room for a photo nothing of its report is kept, and no number is lost", async () => {
  const id = uuid7();
  const torn = { ...asSealed([{ draft_id: "d", type: "image/jpeg", bytes: new Blob(["x"]), sha256: "0" }], { item_id: id, record_id: id, author: "me", use: "report" })[0]!, bytes: (() => {}) as unknown as Blob };
  await expect(seal({ id, kind: "report", author: "me", record_id: id, what: "report", url: "/api/incidents", body: "{}", photos: [torn] })).rejects.toThrow();
  expect(await items()).toEqual([]);
  expect((await report()).seq).toBe(1);
});

test("a report is delivered by its text and done only by its last photo", async () => {
  const item = await report("one", "two");
  await flush(async (one) => taken(one));
  const [delivered] = await items();
  expect(delivered).toMatchObject({ status: "delivered", reply: { number: "A-7", state: "pending" } });
  expect(isUnsent(delivered!)).toBe(true);
  for (const photo of await photosOfItem(item.id)) await arrived(photo);
  const [done] = await items();
  expect(done!.photos).toEqual({ expected: 2, arrived: 2 });
  expect(isUnsent(done!)).toBe(false);
  expect((await photosOfItem(item.id)).every(({ bytes, status }) => bytes === null && status === "arrived")).toBe(true);
});

test("tidying keeps a report whose photos have not arrived, however old, and forgets its photos with it", async () => {
  const item = await report("one");
  await flush(async (one) => taken(one));
  const later = Date.now() + 48 * 3_600_000;
  await tidy(later);
  expect(await items()).toHaveLength(1);
  for (const photo of await photosOfItem(item.id)) await arrived(photo);
  await tidy(later);
  expect(await items()).toEqual([]);
  expect(await photosOfItem(item.id)).toEqual([]);
});

test("another report's reply is no reply to this one", async () => {
  const item = await report();
  expect(judge(item, { ...taken(item), body: { id: ORDER, state: "pending" } }, 0).status).toBe("waiting");
});

test("a password that has to be changed first refuses nothing", async () => {
  const item = await report();
  expect(judge(item, { status: 403, body: { code: "identity.password_change_required" }, retry_after: null }, 0).status).toBe("sign_in");
});

test("a sender leaves alone what it could not send, and what follows it on the same record", async () => {
  await report();
  await flush(postByToken, { only: (item) => item.token !== null });
  expect(await items()).toMatchObject([{ status: "waiting", tries: 0 }]);
});

test("a request carries the item's id as its key, and the device's number; a repeat is the same request", async () => {
  const item = await report();
  const seen: unknown[] = [];
  const send = async (request: Request) => {
    seen.push([request.method, new URL(request.url).pathname, request.headers.get("Idempotency-Key"), request.headers.get("X-Device-Id"), request.headers.get("X-Device-Seq"), await request.text()]);
    return new Response("{}", { headers: { "X-Device-Seq-High": "9" } });
  };
  const absolute = { ...item, url: `https://cockpit.test${item.url}` };
  expect((await postBySession(absolute, send)).high).toBe(9);
  await postBySession(absolute, send);
  expect(seen[0]).toEqual(["POST", "/api/incidents", item.id, DEVICE, "1", item.body]);
  expect(seen[1]).toEqual(seen[0]);
});
