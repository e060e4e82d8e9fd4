/** A draft while it is written: its content is changed here, judged by the server, and decided over by a second person. */
import { computed, ref, shallowRef } from "vue";
import { api, named, take } from "@/platform/api";
import type { ModuleDraft, ModuleDraftFault, ModuleTrial } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import { copy } from "./change";
import type { Spec } from "./spec";

export type Verb = "submit" | "approve" | "withdraw";
const at = (draft_id: string) => ({ path: { draft_id } });

export class DraftEdit {
  readonly draft = shallowRef<ModuleDraft | null>(null);
  /** Null while nobody can read the text. */
  readonly spec = ref<Spec | null>(null);
  readonly error = ref("");
  readonly busy = ref(false);
  readonly changed = ref(false);
  readonly trial = shallowRef<ModuleTrial | null>(null);
  readonly may = computed(() => new Set(this.draft.value?.may ?? []));
  readonly writes = computed(() => this.may.value.has("write"));
  private key = uuid7();

  constructor(private readonly id: string) {}

  readonly load = async (): Promise<void> => {
    await this.ask(() => take(api.GET("/api/module-drafts/{draft_id}", { params: at(this.id) })));
  };

  readonly edit = (next: Spec): void => {
    [this.spec.value, this.changed.value, this.trial.value] = [next, true, null];
  };

  /** True when the server has it. */
  readonly save = async (): Promise<boolean> => this.write({ content: copy(this.spec.value) as unknown as Record<string, unknown>, text: null });
  readonly saveText = async (text: string): Promise<boolean> => this.write({ text, content: null });

  readonly step = async (verb: Verb): Promise<boolean> => this.ask(() => take(api.POST(`/api/module-drafts/{draft_id}/${verb}`, { params: { ...at(this.id), header: named(this.key) } })));
  readonly refuse = async (reason: string): Promise<boolean> => this.ask(() => take(api.POST("/api/module-drafts/{draft_id}/refuse", { params: { ...at(this.id), header: named(this.key) }, body: { reason } })));

  readonly tryOut = async (): Promise<void> => {
    this.busy.value = true;
    try {
      this.trial.value = await take(api.POST("/api/module-drafts/{draft_id}/trial", { params: at(this.id) }));
      this.error.value = "";
    } catch (caught) {
      this.error.value = told(caught);
    } finally {
      this.busy.value = false;
    }
  };

  /** What is wrong in a part, by the beginning of its path. */
  readonly faultsAt = (...path: (string | number)[]): ModuleDraftFault[] =>
    this.draft.value?.faults.filter((fault) => path.every((step, index) => fault.path[index] === String(step))) ?? [];

  private write(said: { text: string | null; content: Record<string, unknown> | null }): Promise<boolean> {
    const body = { revision: this.draft.value!.revision, ...said };
    return this.ask(() => take(api.PUT("/api/module-drafts/{draft_id}", { params: { ...at(this.id), header: named(this.key) }, body })));
  }

  private async ask(asked: () => Promise<ModuleDraft>): Promise<boolean> {
    this.busy.value = true;
    try {
      const found = await asked();
      this.draft.value = found;
      this.spec.value = found.content ? readable(JSON.parse(found.content)) : null;
      [this.changed.value, this.error.value] = [false, ""];
      return true;
    } catch (caught) {
      this.error.value = told(caught);
      return false;
    } finally {
      this.busy.value = false;
      // What was refused is not what is sent next.
      this.key = uuid7();
    }
  }
}

/** The forms and fields of a half-written file may be anything: it is edited as text then. */
function readable(content: unknown): Spec | null {
  const spec = content as Partial<Spec> | null;
  const isWhole = spec && typeof spec === "object" && isBag(spec.entities) && isBag(spec.forms) && isBag(spec.title) && Array.isArray(spec.tests);
  const fits = isWhole && Object.values(spec.forms!).every((form) => Array.isArray(form?.pages) && isBag(spec.entities![form.for]?.fields));
  return fits ? (spec as Spec) : null;
}

const isBag = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
