/** A refused item goes to the duty desk as it was sealed; its photos follow it there. */
import { api, named, take } from "@/platform/api";
import { clockOffset } from "@/platform/clock";
import { tell, type Item } from "./outbox";
import { db } from "./outbox-db";
import { photosOfItem } from "./photos-sealed";

export async function handOver(item: Item): Promise<void> {
  const photos = (await photosOfItem(item.id)).map((photo) => photo.sha256);
  const { id, url, body, sealed_at, problem } = item;
  const why = { status: problem?.status ?? 400, code: problem?.code ?? "unknown" };
  const handed = { id, method: "POST" as const, path: url, body, photos, ...why, device_at: new Date(sealed_at).toISOString(), clock_offset_ms: clockOffset() };
  await take(api.POST("/api/quarantine", { params: { header: named() }, body: handed }));
  await noteHanded(item);
}

async function noteHanded(item: Item): Promise<void> {
  const transaction = (await db()).transaction(["items", "photos"], "readwrite");
  void transaction.objectStore("items").put({ ...item, status: "handed" });
  for (const photo of await transaction.objectStore("photos").index("item_id").getAll(item.id)) {
    // There it belongs to the item itself, no longer to the case that would not have it.
    const moved = photo.record_id === item.id ? {} : { record_id: item.id, upload_url: undefined, sent_bytes: 0 };
    void transaction.objectStore("photos").put({ ...photo, ...moved, next_at: 0 });
  }
  await transaction.done;
  tell();
}
