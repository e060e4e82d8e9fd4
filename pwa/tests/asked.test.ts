/** What is asked of the list of cases: the same in the address, to the server, and back from a saved one. */
import { expect, test } from "vitest";
import { addressOf, askedFrom, askedOf, filtersOf, narrowedBy, nothing, orderOf, type Asked, type View } from "@/features/incidents/asked";

const DESK: View[] = ["desk", "unit", "check", "all"];
const HANDLER: View[] = ["unit", "all"];
const asked = (more: Partial<Asked> = {}): Asked => ({ ...nothing(), view: "desk", ...more });

test("an address says what is asked, and nothing that goes without saying", () => {
  expect(addressOf(asked(), DESK)).toEqual({});
  const whole = asked({ view: "all", q: "垃圾", deadline: "week", state: "closed", category: "E01", area: "330103001", urgent: true, mine: true });
  expect(addressOf(whole, DESK)).toEqual({ in: "all", q: "垃圾", deadline: "week", state: "closed", category: "E01", area: "330103001", urgent: "true", unit: "mine" });
  expect(askedFrom(addressOf(whole, DESK), DESK)).toEqual(whole);
});

test("what makes no sense in an address does not count", () => {
  const found = askedFrom({ in: "desk", state: "closed", deadline: "never", area: "<b>", urgent: "yes", unit: "all", q: ["a", "b"] }, HANDLER);
  expect(found).toEqual(asked({ view: "unit" }));
});

test("a queue is asked for as a group, everything without one, what is open or has ended in place of a state", () => {
  expect(filtersOf(asked({ q: "塌" }))).toEqual({ group: "desk", q: "塌" });
  expect(filtersOf(asked({ view: "all", state: "ended" }))).toEqual({ group: "ended" });
  expect(filtersOf(asked({ view: "all", state: "closed", urgent: true }))).toEqual({ state: "closed", urgent: true });
  expect(filtersOf(asked({ view: "unit" }), true)).toEqual({ group: "unit", unit: "mine" });
});

test("what was kept for the server comes back as it was asked", () => {
  for (const one of [asked({ deadline: "overdue" }), asked({ view: "all", state: "open", mine: true }), asked({ view: "check", state: "handled", urgent: true, category: "P" })]) {
    expect(askedOf(filtersOf(one), DESK)).toEqual(one);
  }
  expect(askedOf({ group: "desk", q: "x" }, HANDLER)).toEqual(asked({ view: "all", q: "x" }));
});

test("queues stand by what is due first, and what narrows them is named in one order", () => {
  expect([asked(), asked({ view: "all", state: "open" }), asked({ view: "all" })].map(orderOf)).toEqual(["due", "due", "newest"]);
  expect(narrowedBy(asked({ area: "330103", q: "x", urgent: true }))).toEqual(["q", "urgent", "area"]);
});
