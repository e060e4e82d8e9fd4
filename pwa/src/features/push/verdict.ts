/** Whether this phone can be called, in one word for the whole screen: what is known here and what the server said. */
import type { HeartbeatAnswer } from "@/platform/shapes";
import type { PushState } from "./subscription";
import type { Trouble } from "./mending";
import type { Browser } from "./situation";

/** ok: reached and tested · due: reached, not tested lately · doubt: a test did not arrive · bad: not reached · asking: not known yet. */
export type Tone = "ok" | "due" | "doubt" | "bad" | "asking";
export type Act = "test" | "ask" | "check" | "subscribe";
export interface Verdict { tone: Tone; word: string; act: Act | null; trouble: Trouble | null }

export type TestResult = "none" | "shown" | "missing";

const said = (tone: Tone, word: string, act: Act | null = null, trouble: Trouble | null = null): Verdict => ({ tone, word: `verdict.${word}`, act, trouble });

/** Where asking for permission would fail or lead nowhere, the way out comes first. */
const NOT_HERE: readonly Browser[] = ["in_app", "ios_safari", "ios_other"];

export function verdictOf(state: PushState, told: HeartbeatAnswer | null, test: TestResult, browser: Browser, noService = false): Verdict {
  if (state === "unsupported" || (NOT_HERE.includes(browser) && state === "ask")) return said("bad", browser === "in_app" ? "in_app" : browser === "ios_safari" || browser === "ios_other" ? "ios" : "unsupported", null, "unsupported");
  if (state === "denied") return said("bad", "denied", "check", "denied");
  if (state === "ask") return said("bad", "ask", "ask");
  if (state === "failed") return said("bad", noService ? "no_service" : "failed", "subscribe", noService ? "no_service" : null);
  if (state !== "on") return said("asking", state === "working" ? "working" : "unknown", state === "unknown" ? "check" : null);
  if (test === "missing") return said("doubt", "doubt", "test", "quiet");
  if (!told) return said("asking", "unknown", "check");
  return told.test_due ? said("due", told.last_test_shown_at ? "due" : "never_tested", "test") : said("ok", "ok", "test");
}

/** Whole days since a test was seen. */
export const daysSince = (at: string, now: number) => Math.max(0, Math.floor((now - Date.parse(at)) / 86_400_000));
