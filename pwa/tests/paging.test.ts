/** A script on the phone: the same way as on the server, and editing that leaves no step into nothing. */
import { expect, test } from "vitest";
import { emptyContent, withoutQuestion, withQuestion } from "@/features/paging/script-draft";
import { isAbnormal, longest, onTheWay, walked, type Content } from "@/features/paging/walk";

const words = (text: string) => ({ zh: text, en: text });
const plain = { least: null, most: null, abnormal_below: null, abnormal_above: null, abnormal: false };
const content: Content = {
  title: words("t"), intro: words("i"), thanks: words("d"), start: "well",
  questions: [
    { ...plain, id: "well", kind: "yes_no", text: words("well"), next: null, options: [{ value: "yes", label: words("y"), next: null, abnormal: false }, { value: "no", label: words("n"), next: "heat", abnormal: true }] },
    { ...plain, id: "heat", kind: "number", text: words("heat"), options: [], next: "since", abnormal_above: 37.3 },
    { ...plain, id: "since", kind: "date", text: words("since"), options: [], next: null },
  ],
};
const ids = (answers: Record<string, string | number>) => walked(content, answers).answered.map((one) => one.id);

test("an answer leads on, or to the end", () => {
  expect(walked(content, {}).waits?.id).toBe("well");
  expect(walked(content, { well: "yes" })).toMatchObject({ waits: null });
  expect(walked(content, { well: "no" }).waits?.id).toBe("heat");
  expect(ids({ well: "no", heat: 38, since: "2026-03-01" })).toEqual(["well", "heat", "since"]);
  expect(longest(content)).toBe(3);
});

test("what lies beside the way is let fall when an earlier answer changes", () => {
  expect(onTheWay(content, { well: "yes", heat: 38 })).toEqual({ well: "yes" });
  expect(isAbnormal(content.questions[1]!, 38)).toBe(true);
  expect(isAbnormal(content.questions[1]!, 37)).toBe(false);
  expect(isAbnormal(content.questions[0]!, "no")).toBe(true);
});

test("a question that goes leaves no step into nothing", () => {
  const without = withoutQuestion(content, "heat");
  expect(without.questions.map((one) => one.id)).toEqual(["well", "since"]);
  expect(without.questions[0]!.options?.[1]!.next).toBe("since");
  expect(withoutQuestion(content, "well").start).toBe("heat");
});

test("a new question follows the last, but for who worries already", () => {
  const two = withQuestion(emptyContent());
  expect(two.questions.map((one) => one.id)).toEqual(["q1", "q2"]);
  expect(two.questions[0]!.options?.map((one) => one.next)).toEqual(["q2", "q2"]);
  expect(withQuestion(content).questions[2]!.next).toBe("q1");
});

test("a draft that goes in a circle ends all the same", () => {
  const circle = { ...content, questions: content.questions.map((one) => (one.id === "since" ? { ...one, next: "well" } : one)) };
  expect(longest(circle)).toBe(3);
  expect(walked(circle, { well: "no", heat: 38, since: "2026-03-01" }).waits).toBe(null);
});
