/** Photos follow their text, stay until the server has all of them, and say what is wrong with them. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { discard, items } from "@/offline/outbox";
import { seal } from "@/offline/sealing";
import { db } from "@/offline/outbox-db";
import { asSealed, giveUp, photosOfItem, sha256Of, writePhoto } from "@/offline/photos-sealed";
import type { Sent, Upload } from "@/offline/photos-sealed";
import { after, sendPhotos } from "@/offline/photos-sender";
import { flush } from "@/offline/sender";
import { uuid7 } from "@/platform/uuid7";

const failed = (status: number, code = "upload.x", retry_after: string | null = null): Exclude<Sent, { ok: true }> => ({ ok: false, status, code, detail: "why", retry_after });

async function report(...texts: string[]): Promise<string> {
  const id = uuid7();
  const pictures = await Promise.all(texts.map(async (text, index) => ({ draft_id: `d${index}`, type: "image/jpeg", bytes: new Blob([text]), sha256: await sha256Of(new Blob([text])) })));
  await seal({ id, kind: "report", author: "me", record_id: id, what: "report", url: "/api/incidents", body: "{}", photos: asSealed(pictures, { item_id: id, record_id: id, author: "me", use: "report" }) });
  return id;
}
const deliver = () => flush(async (item) => ({ status: 201, body: { id: item.record_id, state: "pending" }, retry_after: null }));
const states = async (id: string) => (await photosOfItem(id)).map((photo) => photo.status).sort();

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
});

test("no photo leaves before its text has arrived", async () => {
  const id = await report("one");
  let tried = 0;
  const upload: Upload = async () => {
    tried++;
    return { ok: true };
  };
  await sendPhotos("me", true, upload);
  expect(tried).toBe(0);
  await deliver();
  await sendPhotos("me", true, upload);
  expect(tried).toBe(1);
  expect(await states(id)).toEqual(["arrived"]);
});

test("a cut upload keeps its bytes and where it was, and goes on there", async () => {
  const id = await report("a whole photo");
  await deliver();
  await sendPhotos("me", true, async (_photo, note) => {
    await note({ upload_url: "/api/uploads/7" });
    await note({ sent_bytes: 4 });
    throw new TypeError("network");
  });
  const [cut] = await photosOfItem(id);
  expect(cut).toMatchObject({ status: "waiting", tries: 1, sent_bytes: 4, upload_url: "/api/uploads/7" });
  expect(await cut!.bytes!.text()).toBe("a whole photo");
  const seen: unknown[] = [];
  await sendPhotos("me", true, async (photo) => {
    seen.push(photo.upload_url);
    return { ok: true };
  });
  expect(seen).toEqual(["/api/uploads/7"]);
  expect((await items())[0]!.photos).toEqual({ expected: 1, arrived: 1 });
});

test("without an answer the rest is not tried in vain; a refused photo stops none of the others", async () => {
  const id = await report("one", "two");
  await deliver();
  let tried = 0;
  await sendPhotos("me", true, async () => {
    tried++;
    return failed(0);
  });
  expect(tried).toBe(1);
  const results: Sent[] = [failed(413, "upload.too_large"), { ok: true }];
  await sendPhotos("me", true, async () => results.shift()!);
  expect(await states(id)).toEqual(["arrived", "refused"]);
  const refused = (await photosOfItem(id)).find((photo) => photo.status === "refused");
  expect(refused!.problem).toEqual({ status: 413, code: "upload.too_large", detail: "why" });
  expect(refused!.bytes).not.toBeNull();
});

test.each([0, 401, 408, 409, 423, 425, 429, 460, 500, 503])("status %i keeps a photo waiting", async (status) => {
  const id = await report("one");
  const [photo] = await photosOfItem(id);
  expect(after(photo!, failed(status), 1_000)).toMatchObject({ status: "waiting", tries: 1 });
});

test("a refusal without our own words is a proxy's, and no refusal", async () => {
  const [photo] = await photosOfItem(await report("one"));
  expect(after(photo!, failed(403, ""), 0).status).toBe("waiting");
  expect(after(photo!, failed(405, "http.method_not_allowed"), 0).status).toBe("waiting");
  expect(after(photo!, failed(429, "upload.x", "120"), 1_000).next_at).toBe(121_000);
});

test("a whole photo that adds up to something else is sent again from its first byte", async () => {
  const [photo] = await photosOfItem(await report("one"));
  const again = after({ ...photo!, upload_url: "/api/uploads/7", sent_bytes: 3 }, failed(422, "upload.hash_differs"), 0);
  expect(again).toMatchObject({ status: "waiting", upload_url: undefined, sent_bytes: 0, tries: 1 });
});

test("bytes that are gone or are others are an error that is shown, and nothing is sent for them", async () => {
  const id = await report("one", "two");
  await deliver();
  const [first, second] = await photosOfItem(id);
  await writePhoto({ ...first!, bytes: new Blob(["other"]) });
  await writePhoto({ ...second!, bytes: null });
  let tried = 0;
  await sendPhotos("me", true, async () => {
    tried++;
    return { ok: true };
  });
  expect(tried).toBe(0);
  expect(await states(id)).toEqual(["missing", "missing"]);
  for (const photo of await photosOfItem(id)) await giveUp(photo);
  expect((await items())[0]!.photos).toEqual({ expected: 0, arrived: 0 });
});

test("nobody's photo is sent under another's session", async () => {
  await report("one");
  await deliver();
  let tried = 0;
  await sendPhotos("you", true, async () => {
    tried++;
    return { ok: true };
  });
  expect(tried).toBe(0);
  expect(await (await db()).count("photos")).toBe(1);
});
