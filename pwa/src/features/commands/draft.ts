/** The order being prepared, with the moments of each real tap for the 57-second stamps. */
import { computed, reactive } from "vue";
import { serverNow } from "@/platform/clock";
import { uuid7 } from "@/platform/uuid7";
import type { AskOrder, CheckOrder, Circle, OrderDraft, Plan, Role } from "@/platform/shapes";
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
    /** The case that it comes of. */
    cause: null as string | null,
    stamps: { opened: moment(), plan_chosen: null, area_set: null, confirmed: null } as Record<Stamp, string | null>,
  });
}

export function newDraft() {
  const draft = blank();
  const words = blanks(draft);
  const stamp = (name: Stamp) => (draft.stamps[name] = moment());
  const has_place = computed(() => draft.areas.length > 0 || draft.circle !== null || draft.polygon !== null);

  function choose(plan: Plan): void {
    if (draft.plan?.code !== plan.code) {
      draft.roles = [...plan.roles];
      words.forget();
    }
    draft.plan = plan;
    stamp("plan_chosen");
    draft.step = "place";
  }

  /** Begins with what a case says; the place is looked at before anything else. */
  function begin(from: OrderDraft, plan?: Plan): void {
    if (plan) choose(plan);
    const { areas, circle, polygon, roles } = from.target;
    Object.assign(draft, { areas: areas ?? [], circle: circle ?? null, polygon: polygon ?? null, cause: from.cause });
    if (!plan) return;
    if (roles?.length) draft.roles = [...roles] as Role[];
    words.say(from.slots);
  }

  /** What is known already is written down for the commander, who may say it otherwise. */
  function placed(known: Known): void {
    stamp("area_set");
    words.suggest(known);
    draft.step = "confirm";
  }

  const asked = () => askedOf(draft, words.both());

  /** A second try after a lost reply is the same order, confirmed at the same moment. */
  function sealed(): AskOrder {
    draft.id ||= uuid7(serverNow());
    if (!draft.stamps.confirmed) stamp("confirmed");
    return { ...asked(), plan_code: draft.plan!.code, id: draft.id, cause: draft.cause, plan_version: draft.plan!.version, stamps: { ...draft.stamps } };
  }

  /** What was changed after a refusal is another order, with an id of its own. */
  function reopen(): void {
    draft.id = "";
    draft.stamps.confirmed = null;
  }

  return { draft, has_place, stamp, choose, begin, placed, fill: words.fill, asked, sealed, reopen };
}

/** The words in the plan's blanks: what is known has two languages; what is typed is one text for both, and stays. */
function blanks(draft: ReturnType<typeof blank>) {
  const settled = new Set<string>();
  let both: Record<string, Words> = {};

  function write(found: Record<string, Words>): void {
    both = { ...both, ...found };
    for (const [name, words] of Object.entries(found)) draft.slots[name] = pick(words)!;
  }

  return {
    both: () => both,
    forget() {
      draft.slots = {};
      settled.clear();
      both = {};
    },
    say(found: Record<string, Words>) {
      Object.keys(found).forEach((name) => settled.add(name));
      write(found);
    },
    suggest: (known: Known) => write(suggested(draft.plan!.slots.filter((slot) => !settled.has(slot.name)), known)),
    fill(name: string, text: string) {
      settled.add(name);
      delete both[name];
      draft.slots = { ...draft.slots, [name]: text };
    },
  };
}

function askedOf({ areas, polygon, circle, roles, on_duty, status, plan, slots }: ReturnType<typeof blank>, both: Record<string, Words>): CheckOrder {
  const given = Object.entries(slots).map(([name, text]) => [name, both[name] ?? text.trim()] as const).filter(([, text]) => text);
  const target = { areas, polygon, circle, roles, on_duty, exclude: { areas: [], people: [] } };
  return { plan_code: plan?.code ?? null, slots: Object.fromEntries(given), target, status };
}

export type Draft = ReturnType<typeof newDraft>;

const moment = () => new Date(serverNow()).toISOString();
