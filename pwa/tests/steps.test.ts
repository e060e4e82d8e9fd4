/** The next answer follows from the last one. */
import { expect, test } from "vitest";
import { isAnswer, nextStep } from "@/features/orders/steps";

test.each([
  ["acknowledged", "en_route"], ["needs_help", "en_route"], ["en_route", "arrived"], ["arrived", "done"],
  ["done", null], ["safe", null], ["declined", null], ["opened", null], [null, null],
])("after %s comes %s", (state, next) => {
  expect(nextStep(state)).toBe(next);
});

test("reading is not answering", () => {
  expect(["shown", "opened", "accepted", "planned"].some(isAnswer)).toBe(false);
});
