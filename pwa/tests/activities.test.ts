/** What can be tapped in an activity, when, and what a tap means that the server has not seen. */
import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { nextVerb, standing } from "@/features/volunteers/attend";
import { dateOf, endAfter, momentOf } from "@/features/volunteers/form";
import type { Activity } from "@/platform/shapes";

const HOUR = 3_600_000;
const STARTS = Date.parse("2026-03-02T01:00:00Z");
const mine = (state: string) => ({ state }) as Activity["mine"];
const activity = (state: string | null, more: Partial<Activity> = {}) =>
  ({ id: "a", state: "published", starts_at: "2026-03-02T01:00:00Z", ends_at: "2026-03-02T03:00:00Z", mine: state && mine(state), ...more }) as Activity;

test("check-in opens an hour before and closes with the end, check-out three hours later", () => {
  const at = (hours: number, state: string) => nextVerb(activity(state), state, STARTS + hours * HOUR);
  expect([at(-1.1, "signed_up"), at(-1, "signed_up"), at(2, "signed_up"), at(2.1, "signed_up")]).toEqual([null, "check-in", "check-in", null]);
  expect([at(1, "checked_in"), at(5, "checked_in"), at(5.1, "checked_in")]).toEqual(["check-out", "check-out", null]);
  expect(["waiting", "withdrawn", "confirmed", "none"].map((state) => at(0, state))).toEqual([null, null, null, null]);
});

test("nobody checks in to what was called off", () => {
  expect(nextVerb(activity("signed_up", { state: "cancelled" }), "signed_up", STARTS)).toBeNull();
});

test("a tap that waits on the phone counts as done, and never makes less of what the server knows", () => {
  const came = { verb: "check-in", at: 0 } as const;
  const went = { verb: "check-out", at: 0 } as const;
  expect(standing(activity("signed_up"), came)).toBe("checked_in");
  expect(standing(activity("signed_up"), went)).toBe("checked_out");
  expect(standing(activity("confirmed"), came)).toBe("confirmed");
  expect(standing(activity(null), null)).toBe("none");
});

test("what ends earlier on the clock than it begins ends on the next day", () => {
  const starts = momentOf("2026-03-31", "22:00");
  expect(endAfter(starts, "23:30").getTime() - starts.getTime()).toBe(1.5 * HOUR);
  expect(dateOf(endAfter(starts, "01:00").getTime())).toBe("2026-04-01");
});
