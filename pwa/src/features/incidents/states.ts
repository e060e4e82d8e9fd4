/** How a case's state looks: green only once it is closed. */
import type { IncidentState } from "@/platform/shapes";
import type { IconName } from "@/ui/Icon.vue";

type Tone = "ok" | "danger" | "warn" | "minor" | "plain";
const LOOKS: Record<IncidentState, [Tone, IconName]> = {
  pending: ["warn", "clock"], verified: ["warn", "clock"], accepted: ["minor", "go"], registered: ["minor", "go"], dispatched: ["minor", "go"], handling: ["minor", "go"],
  returned: ["warn", "again"], rework: ["warn", "again"], suspended: ["plain", "clock"], handled: ["minor", "check"], checking: ["minor", "check"], closed: ["ok", "done"],
  not_accepted: ["danger", "cross"], not_registered: ["danger", "cross"], cancelled: ["plain", "cross"], merged: ["plain", "info"],
};
export const lookOf = (state: string): [Tone, IconName] => LOOKS[state as IncidentState] ?? ["plain", "info"];

const ENDED = new Set(["closed", "not_accepted", "not_registered", "cancelled", "merged"]);
export const isEnded = (state: string) => ENDED.has(state);
/** Its time runs: somebody must act. */
export const isWaitedFor = (state: string) => !isEnded(state) && !["suspended", "handled", "checking"].includes(state);
