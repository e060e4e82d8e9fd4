/** A plan as its recipient would see it once issued, with the examples in the slots. */
import type { KnownOrder, PlanContent } from "@/platform/shapes";
import { filled, type Kind, type Side } from "./slots";

const NOBODY = "00000000-0000-7000-8000-000000000000";
const KIND_OF = { texts: ["Alert", "alert"], correction: ["Cancel", "correction"], all_clear: ["Cancel", "all_clear"] } as const;

export function asOrder(plan: PlanContent, kind: Kind, side: Side, exercise: boolean, now = Date.now()): KnownOrder {
  // Whatever language the editor reads, the page is shown in the one that was asked for.
  const only = <T>(both: { zh: T; en: T }) => ({ zh: both[side], en: both[side] });
  const texts = filled(plan, kind, side, exercise);
  const [msg_type, of] = KIND_OF[kind];
  const sent = new Date(now).toISOString();
  return {
    id: NOBODY, root: NOBODY, references: null, sequence: 0, identifier: "—", sender: "", scope: "Restricted", status: exercise ? "Exercise" : "Actual", msg_type, kind: of,
    event: plan.event, event_class: plan.event_class, severity: plan.severity, urgency: plan.urgency, certainty: plan.certainty, response_level: plan.response_level,
    sent, effective: sent, expires: new Date(now + Number(plan.life_minutes) * 60_000).toISOString(), plan_code: plan.code, plan_version: 0, note: null,
    texts: { zh: texts, en: texts }, place: { polygon: null, circle: null, areas: [] }, state: "live", issuer: null, my: null, approved_at: null, approved_by: null,
    assembly_points: plan.assembly_points.slice(0, 1).map((point) => ({ ...point, name: only(point.name) })),
    checklist: Object.fromEntries(Object.entries(plan.checklist).map(([role, steps]) => [role, steps.map(only)])),
    duty_phone: plan.slots.find((slot) => slot.name === "phone")?.example[side] ?? null,
  };
}
