/** What can be tapped in an activity, when, and what a tap means that the server has not seen. */
import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { nextVerb, standing } from "@/features/volunteers/attend";
import { dateOf, endAfter, momentOf } from "@/features/volunteers/form";
import { cameAt, canEnter } from "@/features/volunteers/roster";
import type { Activity, RosterRow } from "@/platform/shapes";

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

test("whoever never tapped is entered by the host after the end, for seventy-two hours, and never by himself", () => {
  const row = (state: string, more: Partial<RosterRow> = {}) => ({ state, person_id: "b", in_at: null, ...more }) as RosterRow;
  const at = (hours: number, one: RosterRow, me = "host") => canEnter(activity(null), one, me, STARTS + hours * HOUR);
  expect([at(1.9, row("signed_up")), at(2.1, row("signed_up")), at(20, row("missed")), at(74, row("missed")), at(74.1, row("missed"))]).toEqual([false, true, true, true, false]);
  expect([at(3, row("missed"), "b"), at(3, row("missed", { in_at: "2026-03-02T01:00:00Z" })), at(3, row("confirmed")), at(3, row("waiting"))]).toEqual([false, false, false, false]);
});

test("of a night's activity somebody may have come after midnight", () => {
  const starts = momentOf("2026-03-31", "22:00").getTime();
  expect([cameAt(starts, "21:30"), cameAt(starts, "00:30")].map((one) => (one.getTime() - starts) / HOUR)).toEqual([-0.5, 2.5]);
});
