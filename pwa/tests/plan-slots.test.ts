/** Slots go in where the cursor stands, and are told from words. */
import { describe, expect, it } from "vitest";
import { filled, insertAt, renameSlot, stretches, unknownIn } from "@/features/plans/slots";
import { emptyPlan } from "@/features/plans/empty";

const slot = (name: string, zh = name, en = name) => ({ name, max_length: 8, required: true, label: { zh, en }, example: { zh, en } });

describe("putting a slot in", () => {
  it("takes the place of what is selected and leaves the cursor behind it", () => {
    expect(insertAt("在塌陷处", 1, 1, "{place}")).toEqual({ text: "在{place}塌陷处", cursor: 8 });
    expect(insertAt("在此处塌陷", 1, 3, "{place}")).toEqual({ text: "在{place}塌陷", cursor: 8 });
    expect(insertAt("abc", 3, 0, "{x}")).toEqual({ text: "{x}", cursor: 3 });
    expect(insertAt("", 0, 0, "{x}")).toEqual({ text: "{x}", cursor: 3 });
  });
});

describe("the slots of a text", () => {
  it("are told from words, and those that the plan does not have are named once", () => {
    expect(stretches("在{place}，{place}")).toEqual([{ text: "在" }, { text: "{place}", slot: "place" }, { text: "，" }, { text: "{place}", slot: "place" }]);
    expect(stretches("{Place} {")).toEqual([{ text: "{Place} {" }]);
    expect(unknownIn("{place}{where}{where}", [slot("place")])).toEqual(["where"]);
  });

  it("are filled with the examples of the language, and a drill says so first", () => {
    const plan = emptyPlan();
    plan.slots = [slot("place", "朝晖路", "Zhaohui Road")];
    plan.texts.zh.headline = "{place}塌陷";
    plan.texts.en.headline = "Collapse at {place}, {when}";
    expect(filled(plan, "texts", "zh", false).headline).toBe("朝晖路塌陷");
    expect(filled(plan, "texts", "en", true).headline).toBe("[EXERCISE] Collapse at Zhaohui Road, {when}");
  });

  it("begin a sentence where they begin a text", () => {
    const plan = emptyPlan();
    plan.slots = [slot("place", "河边", "low ground")];
    plan.texts.en.summary = "{place} may flood";
    expect(filled(plan, "texts", "en", false).summary).toBe("Low ground may flood");
  });

  it("are called by their new name in every text", () => {
    const plan = emptyPlan();
    plan.texts.zh.summary = "{place}{places}";
    plan.all_clear.en.instruction = "{place}";
    renameSlot(plan, "place", "where");
    expect([plan.texts.zh.summary, plan.all_clear.en.instruction]).toEqual(["{where}{places}", "{where}"]);
  });
});
