/** The order being prepared, with the moments of each real tap for the 57-second stamps. */
import { computed, reactive } from "vue";
import { serverNow } from "@/platform/clock";
import { uuid7 } from "@/platform/uuid7";
import type { AskOrder, CheckOrder, Circle, Plan, Role } from "@/platform/shapes";

export const STEPS = ["plan", "area", "slots", "confirm"] as const;
export type Step = (typeof STEPS)[number];
type Stamp = "opened" | "plan_chosen" | "area_set" | "confirmed";

export function newDraft() {
  const draft = reactive({
    id: "",
    step: "plan" as Step,
    status: "Actual" as "Actual" | "Exercise",
    plan: null as Plan | null,
    slots: {} as Record<string, string>,
    areas: [] as string[],
    circle: null as Circle | null,
    roles: [] as Role[],
    stamps: { opened: moment(), plan_chosen: null, area_set: null, confirmed: null } as Record<Stamp, string | null>,
  });
  const stamp = (name: Stamp) => (draft.stamps[name] = moment());
  const missing = computed(() => draft.plan?.slots.filter((slot) => slot.required && !draft.slots[slot.name]?.trim()) ?? []);

  function choose(plan: Plan): void {
    draft.plan = plan;
    draft.slots = {};
    draft.roles = [...plan.roles];
    stamp("plan_chosen");
    draft.step = "area";
  }

  function asked(): CheckOrder & { plan_code: string } {
    const given = Object.entries(draft.slots).map(([name, text]) => [name, text.trim()] as const).filter(([, text]) => text);
    const target = { areas: draft.areas, polygon: null, circle: draft.circle, roles: draft.roles, on_duty: false, exclude: { areas: [], people: [] } };
    return { plan_code: draft.plan!.code, slots: Object.fromEntries(given), target, status: draft.status };
  }

  /** A second try after a lost reply is the same order, confirmed at the same moment. */
  function sealed(): AskOrder {
    draft.id ||= uuid7(serverNow());
    if (!draft.stamps.confirmed) stamp("confirmed");
    return { ...asked(), id: draft.id, plan_version: draft.plan!.version, stamps: { ...draft.stamps } };
  }

  /** What was changed after a refusal is another order, with an id of its own. */
  function reopen(): void {
    draft.id = "";
    draft.stamps.confirmed = null;
  }

  return { draft, missing, stamp, choose, asked, sealed, reopen };
}

export type Draft = ReturnType<typeof newDraft>;

const moment = () => new Date(serverNow()).toISOString();
