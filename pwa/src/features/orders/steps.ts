/** Knows which answers make sense next, given what a person already said. */
import type { ReceiptState } from "@/platform/shapes";

export type AnswerState = Exclude<ReceiptState, "superseded" | "planned" | "accepted" | "shown" | "opened">;
export const FIRST_ANSWERS: AnswerState[] = ["acknowledged", "declined", "needs_help"];
const ON_THE_WAY: AnswerState[] = ["en_route", "arrived", "done"];

export const isAnswer = (state: string | null | undefined): state is AnswerState =>
  !!state && ([...FIRST_ANSWERS, ...ON_THE_WAY, "safe"] as string[]).includes(state);

/** Nothing is asked but one tap: a test of the lines needs no help and sends nobody anywhere. */
export const isOneTap = (order: { plan_code: string }) => order.plan_code === "communication_test";

/** The one button to press next; null when nothing is left to say. */
export function nextStep(state: string | null | undefined): AnswerState | null {
  if (!isAnswer(state) || state === "declined" || state === "done" || state === "safe") return null;
  if (state === "acknowledged" || state === "needs_help") return "en_route";
  return ON_THE_WAY[ON_THE_WAY.indexOf(state) + 1] ?? null;
}

export { ON_THE_WAY };
