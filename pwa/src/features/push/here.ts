/** The verdict on the phone in hand, from what it knows, what the server said and what the last test showed. */
import { computed } from "vue";
import type { Key } from "@/i18n";
import { now } from "@/i18n/time";
import { seen, testState } from "./devices";
import { situationHere } from "./situation";
import { pushProblem, pushReason, pushState, verdictTold } from "./subscription";
import { daysSince, verdictOf, type TestResult } from "./verdict";

export const situation = situationHere();

const result = computed<TestResult>(() => {
  if (seen.value === false || testState.value === "missing" || testState.value === "refused") return "missing";
  return testState.value === "shown" ? "shown" : "none";
});

export const verdict = computed(() => verdictOf(pushState.value, verdictTold.value, result.value, situation.browser, pushProblem.value === "no_service"));

/** What the verdict's hint names. */
export const facts = computed(() => ({ reason: pushReason.value, days: verdictTold.value?.last_test_shown_at ? daysSince(verdictTold.value.last_test_shown_at, now.value) : 0 }));

export const hint = computed<Key>(() => (verdict.value.word === "verdict.ok" && facts.value.days === 0 ? "verdict.ok_today" : (`${verdict.value.word}_hint` as Key)));
