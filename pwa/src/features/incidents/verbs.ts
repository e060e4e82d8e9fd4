/** What a step asks for before it is taken, and which of the allowed ones leads. */
import type { Incident } from "@/platform/shapes";

export type Verb = Incident["may"][number];
/** The next one in the loop first: it is the large button. */
const LEADING: Verb[] = ["accept", "register", "dispatch", "start", "handle", "check", "grant_extension", "resume", "rate"];
/** Nothing to add: one tap. */
const ONE_TAP = new Set<Verb>(["accept", "register", "start", "resume", "grant_extension"]);
const NEEDS_REASON = new Set<Verb>(["not_accept", "not_register", "return", "refuse_extension", "suspend", "extend"]);
/** Taken where it happened, with pictures and the place. */
export const ON_THE_SPOT = new Set<Verb>(["handle", "verify", "check"]);
/** What cannot be taken back, or hurts. */
export const GRAVE = new Set<Verb>(["not_accept", "not_register", "cancel", "return"]);

export const leading = (may: readonly Verb[]): Verb | null => LEADING.find((verb) => may.includes(verb)) ?? null;
export const isOneTap = (verb: Verb) => ONE_TAP.has(verb);
export const needsReason = (verb: Verb) => NEEDS_REASON.has(verb);

/** What the desk does next with a case, as far as its state alone tells. */
export function nextAtDesk(state: string): Verb | null {
  if (state === "pending" || state === "verified") return "accept";
  if (state === "accepted") return "register";
  return state === "registered" || state === "returned" ? "dispatch" : null;
}
