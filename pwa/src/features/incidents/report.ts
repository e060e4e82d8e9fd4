/** The report that is being made: saved on every change, its photos made small, sealed at the end. */
import { computed, ref, watch } from "vue";
import { flushNow } from "@/offline/outbox-store";
import { keepDraft, keptDraft, type Fix, type ReportDraft } from "@/offline/report-drafts";
import { forgetSealed, sealReport } from "@/offline/reports";
import { useBusyForm } from "@/platform/busy";
import { markSuccess } from "@/platform/install-prompt";
import { uuid7 } from "@/platform/uuid7";
import { noteUse } from "./categories";
import { loadPhotos, photos } from "./photos";
import { pictures, shrinkPhotos } from "./taking";

const empty = (author: string): ReportDraft => ({ author, id: uuid7(), category_code: null, description: "", urgent: false, self_handled: false, fix: null, pin: null, area_code: null, changed_at: Date.now() });

export function useReport(author: string) {
  const draft = ref<ReportDraft>(empty(author));
  const ready = ref(false);
  /** Not on the phone's storage: it may be full. */
  const unsaved = ref(false);
  const sealing = ref(false);
  const begun = computed(() => Boolean(draft.value.category_code || draft.value.description || draft.value.pin || photos.value?.length));
  const placed = computed(() => Boolean(draft.value.fix || draft.value.pin || draft.value.area_code));
  const complete = computed(() => Boolean(draft.value.category_code) && placed.value);

  async function open(): Promise<{ resumed: boolean }> {
    const kept = await keptDraft(author).catch(() => undefined);
    const isOver = await forgetSealed(kept ?? draft.value).catch(() => false);
    if (kept && !isOver) draft.value = kept;
    await loadPhotos(author);
    ready.value = true;
    void shrinkPhotos(author);
    return { resumed: begun.value };
  }

  async function save(): Promise<void> {
    draft.value.changed_at = Date.now();
    unsaved.value = await keepDraft(draft.value).then(() => false, () => true);
  }
  watch(() => [draft.value.category_code, draft.value.description, draft.value.urgent, draft.value.self_handled, draft.value.fix, draft.value.pin, draft.value.area_code], () => ready.value && !sealing.value && void save());
  useBusyForm(() => begun.value && !sealing.value);

  /** `bare`: without its photos, for which there is no room; they stay for another report. */
  async function send(bare = false): Promise<void> {
    sealing.value = true;
    try {
      if (!bare) await shrinkPhotos(author);
      // Plain values: a structured clone refuses Vue's proxies.
      await sealReport(JSON.parse(JSON.stringify(draft.value)) as ReportDraft, bare ? [] : await pictures(author));
      if (draft.value.category_code) await noteUse(draft.value.category_code);
    } catch (error) {
      sealing.value = false;
      throw error;
    }
    markSuccess();
    navigator.vibrate?.(40);
    void flushNow(true);
  }

  const found = (fix: Fix) => void (draft.value.fix = fix);
  return { draft, ready, unsaved, sealing, begun, placed, complete, open, save, send, found };
}
