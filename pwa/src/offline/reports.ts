/** A report on its way from the draft into the outbox: sealed whole, then forgotten as a draft. */
import { clockOffset } from "@/platform/clock";
import { items, type Item } from "./outbox";
import { dropPhotos, everyPhotoOf, putBack } from "./photos";
import { announced, asSealed, photosOfItem, sealedDrafts, type Picture } from "./photos-sealed";
import { seal } from "./sealing";
import { dropDraft, keepDraft, type Point, type ReportDraft } from "./report-drafts";

const URL_REPORT = "/api/incidents";
const at = ({ lng, lat }: Point) => ({ lng_wgs84: lng, lat_wgs84: lat });

/** The request as it will stay. `area_code` only says where it was when nothing else does. */
export function bodyOf(draft: ReportDraft, photos: object[], now: number, clock_offset_ms: number): string {
  const { id, category_code, fix, pin, area_code, urgent, self_handled } = draft;
  const place = fix ? { ...at(fix), accuracy_m: Math.round(fix.accuracy_m), age_s: Math.max(0, Math.round((now - fix.at) / 1_000)), source: fix.source } : null;
  return JSON.stringify({
    id, category_code, description: draft.description.trim(), place, pin: pin && at(pin), area_code: place || pin ? null : area_code,
    device_at: new Date(now).toISOString(), clock_offset_ms, urgent, self_handled, photos,
  });
}

export async function sealReport(draft: ReportDraft, pictures: Picture[], now: number = Date.now()): Promise<Item> {
  const photos = asSealed(pictures, { item_id: draft.id, record_id: draft.id, author: draft.author, use: "report" });
  const body = bodyOf(draft, announced(photos), now, clockOffset());
  const item = await seal({ id: draft.id, kind: "report", author: draft.author, record_id: draft.id, what: "report", url: URL_REPORT, body, photos, now });
  // It is safe now; what fails below is put in order the next time a report is opened.
  await forget(draft.author, pictures.map((picture) => picture.draft_id)).catch(() => {});
  return item;
}

async function forget(author: string, draft_ids: string[]): Promise<void> {
  await dropDraft(author);
  await dropPhotos(draft_ids);
}

/** A tab that was killed right after the sealing left the draft behind: nothing of it may be reported twice. */
export async function forgetSealed(draft: ReportDraft): Promise<boolean> {
  const sealed = await sealedDrafts();
  const left = (await everyPhotoOf(draft.author)).map((photo) => photo.id).filter((id) => sealed.has(id));
  await dropPhotos(left);
  const isSealed = (await items()).some((item) => item.id === draft.id);
  if (isSealed) await dropDraft(draft.author);
  return isSealed;
}

/** A refused report becomes a draft again, under a new id: what was sealed is never changed. */
export async function reopen(item: Item, id: string): Promise<void> {
  const { place, pin, ...said } = JSON.parse(item.body) as { place: Record<string, number | string> | null; pin: Record<string, number> | null } & ReportDraft;
  const author = item.author ?? "";
  for (const { draft_id, type, bytes, sha256 } of await photosOfItem(item.id)) {
    if (bytes) await putBack({ id: draft_id, author, kept_at: item.sealed_at, name: "", type, bytes, sha256 });
  }
  const fix = place && { lng: Number(place.lng_wgs84), lat: Number(place.lat_wgs84), accuracy_m: Number(place.accuracy_m), at: item.sealed_at - Number(place.age_s) * 1_000, source: place.source as "gnss" };
  const { category_code, description, urgent, self_handled, area_code } = said;
  await keepDraft({ author, id, category_code, description, urgent, self_handled, area_code, fix, pin: pin && { lng: pin.lng_wgs84!, lat: pin.lat_wgs84! }, changed_at: Date.now() });
}
