/** How a case looks on the map: what is late before everything else, green only once it is closed. */
import { expect, test } from "vitest";
import { lookOf } from "@/features/incidents/points";
import { isEnded, isWaitedFor } from "@/features/incidents/states";

test("a dot says what is to be done about its case", () => {
  const looks = [["handling", true], ["dispatched", false], ["checking", false], ["closed", false], ["merged", false], ["pending", true]] as const;
  expect(looks.map(([state, overdue]) => lookOf({ state, overdue }))).toEqual(["late", "act", "check", "done", "over", "late"]);
});

test("a deadline is named as long as somebody must act", () => {
  expect(["pending", "returned", "rework"].every(isWaitedFor)).toBe(true);
  expect(["suspended", "handled", "checking", "closed", "merged"].some(isWaitedFor)).toBe(false);
  expect([isEnded("not_accepted"), isEnded("suspended")]).toEqual([true, false]);
});
