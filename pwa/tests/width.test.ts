/** The client measures texts as the server does: both read one table of cases. */
import { describe, expect, it } from "vitest";
import { shortened, width } from "@/i18n/width";
import { DRILL, widest } from "@/features/plans/slots";
import cases from "../../tests/commands/widths.json";

const CASES = cases as [string, number][];
const slot = (name: string, max_length: number) => ({ name, max_length, required: true, label: { zh: name, en: name }, example: { zh: name, en: name } });

describe("the width of a text", () => {
  it.each(CASES)("of %j is %d", (text, wide) => expect(width(text)).toBe(wide));

  it("counts every slot at its longest, as often as it is named, and an unknown one not at all", () => {
    expect(widest("{place}与{place}，{when}{what}", [slot("place", 8), slot("when", 3)])).toBe(8 + 1 + 8 + 1 + 3);
  });

  it("leaves a headline sixteen 汉字 beside the mark of a drill", () => {
    expect(20 - width(DRILL.zh)).toBe(16);
    expect(20 - width(DRILL.en)).toBe(14.5);
  });
});

describe("a text that is too long", () => {
  it("is cut to the limit with an ellipsis, as in the push", () => {
    expect(shortened("道路塌陷", 4)).toBe("道路塌陷");
    expect(shortened("道路塌陷，立即撤离", 5)).toBe("道路塌陷…");
    expect(shortened("Leave now, walk", 5)).toBe("Leave now…");
  });
});
