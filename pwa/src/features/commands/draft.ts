/** The order being prepared, with the moments of each real tap for the 57-second stamps. */
import { computed, reactive } from "vue";
import { serverNow } from "@/platform/clock";
import { uuid7 } from "@/platform/uuid7";
import type { AskOrder, CheckOrder, Circle, Plan, Role } from "@/platform/shapes";
import { pick, type Words } from "@/i18n";
import { suggested, type Known } from "./suggest";

export const STEPS = ["plan", "place", "confirm"] as const;
export type Step = (typeof STEPS)[number];
export type Stamp = "opened" | "plan_chosen" | "area_set" | "confirmed";
type Ring = { type: "Polygon"; coordinates: [number, number][][] };

/** Opening it starts the clock. */
function blank() {
  return reactive({
    id: "",
    step: "plan" as Step,
    status: "Actual" as "Actual" | "Exercise",
    plan: null as Plan | null,
    slots: {} as Record<string, string>,
    areas: [] as string[],
    circle: null as Circle | null,
    polygon: null as Ring | null,
    roles: [] as Role[],
    on_duty: false,
    stamps: { opened: moment(), plan_chosen: null, area_set: null, confirmed: null } as Record<Stamp, string | null>,
  });
}

export function newDraft() {
  const draft = blank();
  const touched = new Set<string>();
  /** What was suggested is known in both languages; what is typed is one text for both. */
  let both: Record<string, Words> = {};
  const stamp = (name: Stamp) => (draft.stamps[name] = moment());
  const has_place = computed(() => draft.areas.length > 0 || draft.circle !== null || draft.polygon !== null);

  function choose(plan: Plan): void {
    if (draft.plan?.code !== plan.code) {
      Object.assign(draft, { slots: {}, roles: [...plan.roles] });
      touched.clear();
      both = {};
    }
    draft.plan = plan;
    stamp("plan_chosen");
    draft.step = "place";
  }

  /** What is known already is written down for the commander, who may say it otherwise. */
  function placed(known: Known): void {
    stamp("area_set");
    both = suggested(draft.plan!.slots.filter((slot) => !touched.has(slot.name)), known);
    for (const [name, words] of Object.entries(both)) draft.slots[name] = pick(words)!;
    draft.step = "confirm";
  }

  function fill(name: string, text: string): void {
    touched.add(name);
    delete both[name];
    draft.slots = { ...draft.slots, [name]: text };
  }

  const asked = () => askedOf(draft, both);

  /** A second try after a lost reply is the same order, confirmed at the same moment. */
  function sealed(): AskOrder {
    draft.id ||= uuid7(serverNow());
    if (!draft.stamps.confirmed) stamp("confirmed");
    return { ...asked(), plan_code: draft.plan!.code, id: draft.id, plan_version: draft.plan!.version, stamps: { ...draft.stamps } };
  }

  /** What was changed after a refusal is another order, with an id of its own. */
  function reopen(): void {
    draft.id = "";
    draft.stamps.confirmed = null;
  }

  return { draft, has_place, stamp, choose, placed, fill, asked, sealed, reopen };
}

function askedOf({ areas, polygon, circle, roles, on_duty, status, plan, slots }: ReturnType<typeof blank>, both: Record<string, Words>): CheckOrder {
  const given = Object.entries(slots).map(([name, text]) => [name, both[name] ?? text.trim()] as const).filter(([, text]) => text);
  const target = { areas, polygon, circle, roles, on_duty, exclude: { areas: [], people: [] } };
  return { plan_code: plan?.code ?? null, slots: Object.fromEntries(given), target, status };
}

export type Draft = ReturnType<typeof newDraft>;

const moment = () => new Date(serverNow()).toISOString();
