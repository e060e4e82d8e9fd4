import { describe, expect, it } from "vitest";
import { askedFor, canMove, withChoices, withField, withMoved, withoutState, withoutWidget, withState, withTest } from "@/features/modules-edit/change";
import { begun, holds, read, signsFor, written } from "@/features/modules-edit/conditions";
import type { FieldSpec, Spec } from "@/features/modules-edit/spec";

const both = (zh: string) => ({ zh, en: zh });
const FIELDS: Record<string, FieldSpec> = {
  place: { label: both("地点"), schema: { type: "string" }, personal: "none", required: true },
  sound: { label: both("完好"), schema: { type: "boolean" }, personal: "none" },
  kind: { label: both("类别"), schema: { type: "string", enum: ["wood", "iron"] }, words: { wood: both("木"), iron: both("铁") }, personal: "none" },
  seats: { label: both("座位"), schema: { type: "integer" }, personal: "none" },
  seen_on: { label: both("日期"), schema: { type: "string", format: "date" }, personal: "none" },
  faults: { label: both("问题"), schema: { type: "array", items: { type: "string", enum: ["leg"] } }, words: { leg: both("腿") }, personal: "none" },
};
const spec = (): Spec => ({
  id: "bench", version: 1, title: both("长椅"), owner: both("街道"), about: both("长椅"), icon: "bench",
  entities: { bench: { title: both("长椅"), label: "place", fields: JSON.parse(JSON.stringify(FIELDS)) as Record<string, FieldSpec> } },
  forms: { look: { for: "bench", creates: true, title: both("巡查"), pages: [
    { title: both("一"), widgets: [{ field: "place", as: "text" }, { field: "sound", as: "yes_no" }] },
    { title: both("二"), widgets: [{ field: "kind", as: "choice", show_if: { "===": [{ var: "sound" }, false] } }] },
  ] } },
  tests: [{ title: "one", today: "2026-03-02", for: "bench", given: { data: {} }, then: { data: {} } }],
});
const names = (one: Spec) => one.forms.look!.pages.map((page) => page.widgets.map((widget) => ("field" in widget ? widget.field : "note")));

describe("conditions", () => {
  it.each([
    { "===": [{ var: "sound" }, false] },
    { "==": [{ var: "kind" }, "wood"] },
    { and: [{ ">": [{ var: "seats" }, 3] }, { "!!": [{ var: "place" }] }] },
    { or: [{ "!": [{ var: "place" }] }, { in: ["leg", { var: "faults" }] }] },
    { ">": [{ days_since: { var: "seen_on" } }, 30] },
  ])("are read from a rule and written as the same rule: %j", (rule) => {
    expect(written(read(rule)!, FIELDS)).toEqual(rule);
  });

  it.each([{ filter: [{ var: "faults" }, true] }, { and: [{ var: "a" }, { or: [{ var: "b" }, { "<": [1, { var: "c" }, 3] }] }] }, { ">": [{ var: "seats" }, { var: "limit.most" }] }, 5])(
    "leave alone what choices cannot say: %j", (rule) => expect(read(rule)).toBeNull());

  it("ask of a field what its kind can answer, and begin with something that holds a value", () => {
    expect(signsFor(FIELDS.sound)).toEqual(["yes", "no", "unknown"]);
    expect(begun("kind", FIELDS.kind)).toEqual({ field: "kind", sign: "is", value: "wood" });
    expect(begun("seen_on", FIELDS.seen_on)).toEqual({ field: "seen_on", sign: "more", value: 7, days: true });
  });

  it("hold or not for what was filled in, and a comparison with nothing is false", () => {
    expect(holds({ ">": [{ var: "seats" }, 3] }, { seats: 4 })).toBe(true);
    expect(holds({ "<": [{ var: "seats" }, 3] }, {})).toBe(false);
    expect(holds({ in: ["leg", { var: "faults" }] }, { faults: ["leg"] })).toBe(true);
    expect(holds({ or: [{ "===": [{ var: "sound" }, true] }, { "!": [{ var: "place" }] }] }, { sound: false })).toBe(true);
  });
});

describe("changes", () => {
  it("add a question with a name of its own, and take it away with its field", () => {
    const made = withField(spec(), "look", 1, "choice", both("颜色"));
    expect(names(made)).toEqual([["place", "sound"], ["kind", "field_1"]]);
    expect(made.entities.bench!.fields.field_1!.words).toHaveProperty("a");
    const back = withoutWidget(made, "look", 1, 1);
    expect(names(back)).toEqual(names(spec()));
    expect(back.entities.bench!.fields).not.toHaveProperty("field_1");
  });

  it("keep a field that something else still names", () => {
    expect(withoutWidget(spec(), "look", 0, 1).entities.bench!.fields).toHaveProperty("sound");
    expect(withoutWidget(spec(), "look", 0, 0).entities.bench!.fields).toHaveProperty("place");
  });

  it("move a question over the edge of its page, and drop a page that is empty then", () => {
    const form = spec().forms.look!;
    expect([canMove(form, 0, 0, -1), canMove(form, 0, 1, 1), canMove(form, 1, 0, 1)]).toEqual([false, true, false]);
    expect(names(withMoved(spec(), "look", 0, 1, 1))).toEqual([["place"], ["sound", "kind"]]);
    expect(names(withMoved(spec(), "look", 1, 0, -1))).toEqual([["place", "sound", "kind"]]);
    expect(names(withMoved(spec(), "look", 0, 0, 1))).toEqual([["sound", "place"], ["kind"]]);
  });

  it("keep the values of choices, whatever their words become", () => {
    const made = withChoices(FIELDS.kind!, [["iron", both("钢")], ["choice_1", both("石")]]);
    expect([made.schema.enum, made.words]).toEqual([["iron", "choice_1"], { iron: both("钢"), choice_1: both("石") }]);
    expect(withChoices(FIELDS.faults!, [["leg", both("腿")]]).schema.items).toEqual({ type: "string", enum: ["leg"] });
  });

  it("put a new state before the rule that always holds, and take its examples along when it goes", () => {
    const one = withState(spec(), "bench", both("好"));
    const two = withState(one, "bench", both("坏"));
    expect(two.rules!.bench!.map((rule) => rule.state)).toEqual(["state_2", "state_1"]);
    expect(two.rules!.bench![1]!.because[0]!.when).toBe(true);
    const tried = withTest(two, "bench", "坏了", "2026-03-02", { sound: false }, "state_2");
    expect(tried.tests).toHaveLength(2);
    const gone = withoutState(tried, "bench", "state_2");
    expect([gone.tests.length, Object.keys(gone.states!.bench!)]).toEqual([1, ["state_1"]]);
    expect(withoutState(gone, "bench", "state_1")).not.toHaveProperty("states");
    expect(askedFor(spec().forms.look!).map((widget) => widget.field)).toEqual(["place", "sound", "kind"]);
  });
});
