/** What taps mean before the server has seen them. */
import { expect, test } from "vitest";
import { endsAtMidnight, isFinal, lasted, plannedEnd, runningNow, settled, without, type InTap, type OutTap } from "@/features/duty/taps";
import type { MyDuty } from "@/platform/shapes";

const AT = Date.parse("2026-03-02T12:00:00Z");
const place = { area_code: "330103005056001", area_name_zh: "第1网格", area_name_en: "Grid 1" };
const made = (at: number, offset = 0) => ({ author: "p", device_at: new Date(at + offset).toISOString(), clock_offset_ms: offset });
const into = (id: string, at = AT, kind: "duty" | "standby" = "duty", offset = 0): InTap => ({ op: "in", id, kind, place, ...made(at, offset) });
const out = (period_id: string, at = AT + 1): OutTap => ({ op: "out", period_id, ...made(at) });
const period = (id: string) => ({ id, kind: "duty", area_code: place.area_code, area_name_zh: "", area_name_en: "", via: "self", started_at: "2026-03-02T08:00:00Z", ends_at: "2026-03-02T20:00:00Z", ended_at: null, end_reason: null, note: null }) as MyDuty["now"] & object;
const mine = (now: MyDuty["now"]): MyDuty => ({ now, today: [], places: [] });

test("a shift lasts twelve hours and standby until midnight in Beijing", () => {
  expect(plannedEnd("duty", AT)).toBe(AT + 12 * 3_600_000);
  expect(new Date(plannedEnd("standby", AT)).toISOString()).toBe("2026-03-02T16:00:00.000Z");
  expect(new Date(plannedEnd("standby", Date.parse("2026-03-02T16:00:00Z"))).toISOString()).toBe("2026-03-03T16:00:00.000Z");
});

test("standby ends at midnight, a shift rarely does", () => {
  expect([plannedEnd("standby", AT), plannedEnd("duty", AT)].map(endsAtMidnight)).toEqual([true, false]);
});

test("the server's word counts until a tap says otherwise", () => {
  expect(runningNow(mine(period("a")), [], AT)).toMatchObject({ id: "a", pending: false });
  expect(runningNow(mine(period("a")), [out("a")], AT)).toBeNull();
  expect(runningNow(mine(period("a")), [out("b")], AT)).toMatchObject({ id: "a" });
  expect(runningNow(null, [into("b")], AT)).toMatchObject({ id: "b", since: AT, pending: true });
  expect(runningNow(null, [into("b"), out("b")], AT)).toBeNull();
  expect(runningNow(mine(period("a")), [into("b", AT, "standby")], AT)).toMatchObject({ id: "b", kind: "standby" });
});

test("what the clock has ended is over, also without a network", () => {
  expect(runningNow(mine(period("a")), [], Date.parse("2026-03-02T20:00:00Z"))).toBeNull();
  expect(runningNow(null, [into("b")], AT + 12 * 3_600_000)).toBeNull();
});

test("a tap on a phone whose clock is wrong counts by the server's", () => {
  expect(runningNow(null, [into("b", AT, "duty", 300_000)], AT)?.since).toBe(AT);
});

test("a refused check-in takes its check-out along, and nothing else", () => {
  const first = into("a");
  const taps = [first, out("a", AT + 5), into("b", AT + 9)];
  expect(without(taps, first)).toEqual([taps[2]]);
  expect(without(taps, taps[1]!)).toEqual([first, taps[2]]);
});

test("a check-out follows its check-in to the period that ran already, from another phone", () => {
  const taps = [into("mine"), out("mine", AT + 5)];
  expect(settled(taps, taps[0]!, "theirs")).toEqual([{ ...taps[1], period_id: "theirs" }]);
  expect(settled(taps, taps[0]!, "mine")).toEqual([taps[1]]);
  expect(settled(taps, taps[0]!, undefined)).toEqual([taps[1]]);
});

test.each([[403, true], [409, true], [422, true], [401, false], [429, false], [500, false], [0, false]])("an answer %i is final: %s", (status, final) => {
  expect(isFinal(status)).toBe(final);
});

test("how long is said in whole hours and minutes", () => {
  expect(lasted(AT, AT + 3 * 3_600_000 + 59 * 60_000)).toEqual({ h: 3, m: 59 });
  expect(lasted(AT, AT - 5)).toEqual({ h: 0, m: 0 });
});
