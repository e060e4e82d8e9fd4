/** A picture for each hazard: by its plan, else by the class of its event. */
import { ArrowUpDown, CloudLightning, CloudRainWind, Construction, Flame, FlaskConical, HeartPulse, RadioTower, ShieldAlert, TriangleAlert } from "lucide";
import type { Drawing } from "@/ui/Icon.vue";

const BY_PLAN: Record<string, unknown> = {
  road_collapse: Construction, fire: Flame, gas_leak: FlaskConical, typhoon_flooding: CloudRainWind, elevator_trapped: ArrowUpDown, communication_test: RadioTower,
};
const BY_CLASS: Record<string, unknown> = { natural_disaster: CloudLightning, accident: TriangleAlert, public_health: HeartPulse, public_security: ShieldAlert };

export const hazard = (plan: { code?: string; plan_code?: string; event_class: string }) => (BY_PLAN[plan.code ?? plan.plan_code ?? ""] ?? BY_CLASS[plan.event_class] ?? TriangleAlert) as Drawing;
