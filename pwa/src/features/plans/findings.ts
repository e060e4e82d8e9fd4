/** What the server finds in the draft, asked again a moment after the last key. */
import { computed, ref, watch } from "vue";
import { pick } from "@/i18n";
import type { PlanFinding, PlanFindings } from "@/platform/shapes";
import { checkDraft } from "./api";
import { dirty, draft, plan } from "./draft";

const PAUSE_MS = 500;
/** What a field measures by itself, at every key. */
const BY_THE_FIELD = new Set(["slot_unknown", "headline_too_wide", "title_too_wide", "body_shortened"]);
const found = ref<PlanFindings>({ faults: [], warnings: [] });
/** Whether the findings are about the draft as it is now. */
export const checked = ref(false);
let asked = 0;

export const faults = computed(() => found.value.faults);
/** What is merely missing is no reproach to somebody who has just begun. */
export const toldFaults = computed(() => faults.value.filter((finding) => draft.tried || (dirty.value && finding.code !== "required")));
export const warnings = computed(() => found.value.warnings);

export async function check(): Promise<boolean> {
  const mine = ++asked;
  try {
    const answer = await checkDraft(plan.value);
    if (mine !== asked) return false;
    found.value = answer;
    checked.value = true;
    return true;
  } catch {
    // Without a network the words are kept, and the server judges them when they are saved.
    return false;
  }
}

export function watchDraft(): () => void {
  let timer = 0;
  const stop = watch(plan, () => {
    checked.value = false;
    clearTimeout(timer);
    timer = window.setTimeout(() => void check(), PAUSE_MS);
  }, { deep: true, immediate: true });
  return () => {
    clearTimeout(timer);
    stop();
  };
}

const speaks = (finding: PlanFinding) => !BY_THE_FIELD.has(finding.code);

/** Words for beside the field. */
export const faultAt = (path: string) => join(toldFaults.value.filter((finding) => finding.path === path && speaks(finding)));
export const warningAt = (path: string) => join(warnings.value.filter((finding) => finding.path === path && speaks(finding)));

const join = (findings: PlanFinding[]) => findings.map((finding) => pick({ zh: finding.zh, en: finding.en }) ?? "").join(" ");

/** How many faults lie at or below a path. */
export const faultsBelow = (path: string) => toldFaults.value.filter((finding) => finding.path === path || finding.path.startsWith(`${path}.`)).length;
