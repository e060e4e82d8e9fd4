/** A form of a module on its way from the draft into the outbox: sealed whole with its photos, then forgotten as a draft. */
import { clockOffset } from "@/platform/clock";
import { draftKey, dropFormDraft, keepFormDraft } from "./modules-drafts";
import type { FormDraft } from "./modules-db";
import type { Item } from "./outbox";
import { photosOf, putBack } from "./photos";
import { asSealed, photosOfItem, type Picture } from "./photos-sealed";
import { seal } from "./sealing";

/** What a sealed form says. */
export interface SealedForm { id: string; entity_id: string; area_code: string | null; form: string; version: number; data: Record<string, unknown>; device_at: string; clock_offset_ms: number }

export const sealedForm = (item: Item) => JSON.parse(item.body) as SealedForm;
export const moduleOf = (item: Item) => item.url.split("/")[3] ?? "";

/** `what`: how the form is called, for the list of what waits. */
export async function sealForm(draft: FormDraft, data: Record<string, unknown>, what: string, now: number = Date.now()): Promise<Item> {
  const { id, entity_id, area_code, form, version, author, module, is_new } = draft;
  const said: SealedForm = { id, entity_id, area_code: is_new ? area_code : null, form, version, data, device_at: new Date(now).toISOString(), clock_offset_ms: clockOffset() };
  const photos = asSealed(await picturesOf(draft, data), { item_id: id, record_id: entity_id, author, use: "report" });
  const item = await seal({ id, kind: "module_form", author, record_id: entity_id, what, url: `/api/modules/${module}/forms`, body: JSON.stringify(said), photos, now });
  // It is safe now; what fails below is put in order the next time the form is opened.
  await dropFormDraft(draft).catch(() => {});
  return item;
}

/** Those of the draft's photos that the form still names. */
async function picturesOf(draft: FormDraft, data: Record<string, unknown>): Promise<Picture[]> {
  const said = JSON.stringify(data);
  const kept = (await photosOf(draft.author, draft.id)).filter((photo) => photo.sha256 && said.includes(photo.sha256));
  return kept.map(({ id, type, bytes, sha256 }) => ({ draft_id: id, type, bytes, sha256: sha256! }));
}

/** A refused form becomes a draft again, under a new id: what was sealed is never changed. */
export async function reopenForm(item: Item, id: string, isNew: boolean): Promise<FormDraft> {
  const { entity_id, area_code, form, version, data } = sealedForm(item);
  const author = item.author ?? "";
  for (const { draft_id, type, bytes, sha256 } of await photosOfItem(item.id)) {
    if (bytes) await putBack({ id: draft_id, author, kept_at: item.sealed_at, name: "", type, bytes, sha256, of: id });
  }
  const module = moduleOf(item);
  const key = draftKey(author, module, form, isNew ? null : entity_id);
  const draft: FormDraft = { key, author, id, module, form, entity_id, is_new: isNew, area_code, version, values: data, page: 0, changed_at: Date.now() };
  await keepFormDraft(draft);
  return draft;
}
