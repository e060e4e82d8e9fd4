/** Of two people's changes to one plan none is lost in silence. */
import { expect, it } from "vitest";
import { emptyPlan } from "@/features/plans/empty";
import { merge, same } from "@/features/plans/merge";

const changed = (change: (plan: ReturnType<typeof emptyPlan>) => void) => {
  const plan = emptyPlan();
  change(plan);
  return plan;
};

it("takes what only one of them changed from him", () => {
  const mine = changed((plan) => (plan.texts.zh.headline = "甲"));
  const theirs = changed((plan) => { plan.texts.zh.summary = "乙"; plan.roles = ["volunteer"]; });
  const { content, clashes } = merge(emptyPlan(), mine, theirs);
  expect([content.texts.zh.headline, content.texts.zh.summary, content.roles]).toEqual(["甲", "乙", ["volunteer"]]);
  expect(clashes).toEqual([]);
});

it("keeps mine where both changed the same, and names the field", () => {
  const mine = changed((plan) => { plan.texts.zh.headline = "甲"; plan.ack_minutes = 3; });
  const theirs = changed((plan) => { plan.texts.zh.headline = "乙"; plan.ack_minutes = 3; });
  const { content, clashes } = merge(emptyPlan(), mine, theirs);
  expect(content.texts.zh.headline).toBe("甲");
  expect(clashes).toEqual(["texts.zh.headline"]);
});

it("mixes no list out of two", () => {
  const mine = changed((plan) => (plan.roles = ["volunteer"]));
  const theirs = changed((plan) => (plan.roles = ["handler", "grid_worker"]));
  expect(merge(emptyPlan(), mine, theirs)).toMatchObject({ content: { roles: ["volunteer"] }, clashes: ["roles"] });
});

it("lets a field that somebody took away stay away", () => {
  const base = changed((plan) => (plan.checklist = { volunteer: [{ zh: "走", en: "Go" }] }));
  expect(merge(base, base, emptyPlan()).content.checklist).toEqual({});
});

it("does not mind the order of fields", () => {
  expect(same({ a: 1, b: { c: [1], d: 2 } }, { b: { d: 2, c: [1] }, a: 1 })).toBe(true);
  expect(same([1, 2], [2, 1])).toBe(false);
});
