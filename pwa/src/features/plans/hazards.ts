/** The picture of a plan: by what its code speaks of, else by its event class. */
import { ArrowUpDown, Bug, CloudLightning, Construction, Flame, Radio, Siren, Skull, Waves, Wind } from "lucide";
import type { Drawing } from "@/ui/Icon.vue";

const BY_WORD: [RegExp, unknown][] = [
  [/elevator|lift/, ArrowUpDown], [/fire|blaze/, Flame], [/gas|leak/, Wind], [/collapse|sink|road|bridge/, Construction],
  [/flood|typhoon|rain|water|storm/, Waves], [/poison|chem/, Skull], [/test|signal|comm/, Radio],
];
const BY_CLASS: Record<string, unknown> = { natural_disaster: CloudLightning, accident: Construction, public_health: Bug, public_security: Siren };

export function hazardOf(plan: { code: string; event_class: string }): Drawing {
  return (BY_WORD.find(([word]) => word.test(plan.code))?.[1] ?? BY_CLASS[plan.event_class] ?? Siren) as Drawing;
}
