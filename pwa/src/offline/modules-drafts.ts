/** Forms of modules that somebody is in the middle of: one for each form and entity, saved on every change. */
import { items } from "./outbox";
import { dropPhotos, photosOf } from "./photos";
import { modulesDb, type FormDraft } from "./modules-db";

export const draftKey = (author: string, module: string, form: string, entity: string | null) => [author, module, form, entity ?? "new"].join(":");

export async function keptFormDraft(key: string): Promise<FormDraft | undefined> {
  return (await modulesDb()).get("drafts", key);
}

export async function keepFormDraft(draft: FormDraft): Promise<void> {
  // A structured clone refuses Vue's proxies.
  await (await modulesDb()).put("drafts", JSON.parse(JSON.stringify(draft)) as FormDraft);
}

export async function formDraftsOf(author: string): Promise<FormDraft[]> {
  return (await (await modulesDb()).getAll("drafts")).filter((draft) => draft.author === author);
}

/** The draft and the photos that were taken for it. */
export async function dropFormDraft(draft: FormDraft): Promise<void> {
  await (await modulesDb()).delete("drafts", draft.key);
  await dropPhotos((await photosOf(draft.author, draft.id)).map((photo) => photo.id));
}

export async function dropFormDrafts(author: string): Promise<void> {
  for (const draft of await formDraftsOf(author)) await dropFormDraft(draft);
}

/** A tab that was killed right after the sealing left the draft behind: nothing of it may be sent twice. */
export async function forgetSealedForm(draft: FormDraft): Promise<boolean> {
  const isSealed = (await items()).some((item) => item.id === draft.id);
  if (isSealed) await dropFormDraft(draft);
  return isSealed;
}
