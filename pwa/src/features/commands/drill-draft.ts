/** The drill being planned: what, where and when; one id for all tries of the same plan. */
import { computed, reactive } from "vue";
import { pick, t, type Key } from "@/i18n";
import { serverNow } from "@/platform/clock";
import type { CheckOrder, Circle, Plan, PlanDrill, Role } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";

export const STEPS = ["what", "where", "when", "confirm"] as const;
/** The one plan that tests the lines; exercises take any other. */
export const TEST_PLAN = "communication_test";
const [DAY_MS, YEAR_DAYS, BEIJING] = [86_400_000, 366, "+08:00"];

const blank = () => ({
  id: "",
  step: 0,
  kind: "exercise" as PlanDrill["kind"],
  plan: null as Plan | null,
  name: "",
  slots: {} as Record<string, string>,
  areas: [] as string[],
  circle: null as Circle | null,
  roles: [] as Role[],
  start: "later" as "later" | "now",
  date: beijingDay(serverNow() + DAY_MS),
  time: "10:00",
  repeats: "none" as "none" | "monthly",
  confirmed: null as string | null,
});
type Draft = ReturnType<typeof blank>;

export function newDrill() {
  const draft: Draft = reactive(blank());
  const startsAt = computed(() => startOf(draft));

  function choose(plan: Plan | null): void {
    const named = !draft.plan || draft.name === suggested(draft.plan) || !draft.name.trim();
    draft.plan = plan;
    draft.slots = {};
    draft.roles = [...(plan?.roles ?? [])];
    if (plan && named) draft.name = suggested(plan);
  }

  function sealed(): PlanDrill {
    draft.id ||= uuid7(serverNow());
    draft.confirmed ||= new Date(serverNow()).toISOString();
    const { slots, target } = askedOf(draft);
    const isNow = draft.start === "now";
    return {
      id: draft.id, kind: draft.kind, name: draft.name.trim(), plan_code: draft.plan!.code, plan_version: draft.plan!.version, slots, target,
      starts_at: startOf(draft), repeats: isNow ? "none" : draft.repeats, stamps: isNow ? { confirmed: draft.confirmed } : {},
    };
  }

  /** What was changed after a refusal is another drill. */
  function reopen(): void {
    draft.id = "";
    draft.confirmed = null;
  }

  return { draft, startsAt, choose, missing: () => missingIn(draft), asked: () => askedOf(draft), sealed, reopen };
}

const startOf = (draft: Draft) => (draft.start === "now" ? null : `${draft.date}T${draft.time}:00${BEIJING}`);

function askedOf(draft: Draft): CheckOrder {
  const given = Object.entries(draft.slots).map(([name, text]) => [name, text.trim()] as const).filter(([, text]) => text);
  const target = { areas: draft.areas, polygon: null, circle: draft.circle, roles: draft.roles, exclude: { areas: [], people: [] } };
  return { plan_code: draft.plan!.code, slots: Object.fromEntries(given), target, status: "Exercise" };
}

/** What is missing in the step, in words; nothing when one may go on. */
function missingIn(draft: Draft): Key | "" {
  if (draft.step === 0) return missingWhat(draft);
  if (draft.step === 1) return !draft.areas.length && !draft.circle ? "drills.form.need_area" : !draft.roles.length ? "drills.form.need_role" : "";
  return draft.step === 2 && draft.start === "later" ? badTime(draft) : "";
}

function missingWhat(draft: Draft): Key | "" {
  if (!draft.plan) return "drills.form.need_plan";
  if (!draft.name.trim()) return "drills.form.need_name";
  return draft.plan.slots.some((slot) => slot.required && !draft.slots[slot.name]?.trim()) ? "drills.form.need_slots" : "";
}

function badTime(draft: Draft): Key | "" {
  const at = Date.parse(startOf(draft) ?? "");
  if (!draft.date || !draft.time || Number.isNaN(at)) return "drills.form.need_time";
  return at <= serverNow() || at > serverNow() + YEAR_DAYS * DAY_MS ? "drills.form.past_time" : "";
}

const suggested = (plan: Plan) => (plan.code === TEST_PLAN ? (pick(plan.title) ?? "") : t("drills.form.name_of", { plan: pick(plan.title) ?? "" }));

/** YYYY-MM-DD as it is in Beijing at that moment. */
export function beijingDay(at: number): string {
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}
