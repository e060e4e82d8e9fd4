/** The draft of a form: taken up again after anything, saved on every change, forgotten once it is sealed. */
import { ref, watch } from "vue";
import { draftKey, dropFormDraft, forgetSealedForm, keepFormDraft, keptFormDraft } from "@/offline/modules-drafts";
import type { FormDraft } from "@/offline/modules-db";
import { uuid7 } from "@/platform/uuid7";
import type { LocalRow } from "./local";
import type { Spec } from "./rules/spec";
import type { Bag } from "./rules/values";

export interface Filling { author: string; spec: Spec; form: string; row: LocalRow | null; area_code: string | null }

/** `first`: what stands in it before anybody has typed. */
export function useDraft({ author, spec, form, row, area_code }: Filling, first: Bag) {
  const key = draftKey(author, spec.id, form, row?.id ?? null);
  const draft = ref<FormDraft>({ key, author, id: uuid7(), module: spec.id, form, entity_id: row?.id ?? uuid7(), is_new: row === null, area_code, version: spec.version, values: { ...first }, page: 0, changed_at: Date.now() });
  /** `unsaved`: it is not on the phone's storage, which may be full. */
  const [ready, unsaved, sealing, resumed] = [ref(false), ref(false), ref(false), ref(false)];

  async function open(): Promise<void> {
    const before = await keptFormDraft(key).catch(() => undefined);
    // Shown by the file as it is now; what that asks for no more is not sent.
    if (before && !(await forgetSealedForm(before))) [draft.value, resumed.value] = [{ ...before, version: spec.version }, true];
    ready.value = true;
  }

  async function save(): Promise<void> {
    draft.value.changed_at = Date.now();
    unsaved.value = await keepFormDraft(draft.value).then(() => false, () => true);
  }

  async function startOver(): Promise<void> {
    await dropFormDraft(draft.value).catch(() => {});
    draft.value = { ...draft.value, id: uuid7(), entity_id: row?.id ?? uuid7(), values: { ...first }, page: 0 };
    resumed.value = false;
  }
  watch(() => [draft.value.values, draft.value.page, draft.value.area_code], () => ready.value && !sealing.value && void save(), { deep: true });
  return { draft, ready, unsaved, sealing, resumed, open, startOver };
}
