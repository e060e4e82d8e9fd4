/** The closed lists of a plan, as the API names them; the words are in `plan_choice`. */
import type { PlanContent } from "@/platform/shapes";

export const EVENT_CLASSES = ["natural_disaster", "accident", "public_health", "public_security"] as const satisfies PlanContent["event_class"][];
export const SEVERITIES = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"] as const satisfies PlanContent["severity"][];
export const URGENCIES = ["Immediate", "Expected", "Future", "Past", "Unknown"] as const satisfies PlanContent["urgency"][];
export const CERTAINTIES = ["Observed", "Likely", "Possible", "Unlikely", "Unknown"] as const satisfies PlanContent["certainty"][];
export const RESPONSE_LEVELS = ["I", "II", "III", "IV"] as const satisfies PlanContent["response_level"][];
/** By what somebody who stays silent is told, in the order in which steps are offered. */
export const LADDER_CHANNELS = ["sms", "voice", "work_im", "app_push", "door_knock"] as const satisfies PlanContent["ladder"][number]["channel"][];
/** Who can be addressed by an order, those who work in the field first. */
export const ROLES = [
  "grid_worker", "volunteer", "duty_officer", "handler", "verifier", "commander", "analyst", "system_admin", "security_admin", "audit_admin",
] as const satisfies PlanContent["roles"];
