import { expect, test } from "vitest";
import { faultOf, namedOnly, parted, pathOf, signFault, type Point } from "@/features/modules/rules/signatures";
import type { Asked } from "@/features/modules/rules/spec";
import { isDrawn, saidOf } from "@/features/modules/values";
// The server is tested with the same cases.
import cases from "../../tests/modules/signatures.json";

test.each(cases)("$title", ({ said, name, fault }) => {
  expect([parted(said).name, faultOf(said)]).toEqual([name, fault]);
});

const wave = (points: number): Point[] => Array.from({ length: points }, (_, at) => [50 + (900 * at) / points, 200 + 150 * Math.sin(at / 9)]);

test("what a finger draws is thinned out until it is short enough, and stays on the sheet", () => {
  const some = pathOf([wave(80), [[-20, 500], [300, 200]]]);
  expect(some).toMatch(/^M50 200l.*M0 400l300 -200$/);
  expect(faultOf(`钱工\n${some}`)).toBeNull();
  const much = pathOf(Array.from({ length: 40 }, () => wave(600)));
  expect(much.length).toBeLessThanOrEqual(6000);
  expect(faultOf(`钱工\n${much}`)).toBeNull();
});

test("a tap draws nothing", () => {
  expect(pathOf([[[100, 100]], []])).toBe("");
  expect(pathOf([[[100, 100], [101, 101]]])).toBe("");
});

test("too much is refused by name", () => {
  expect(faultOf(`钱工\nM1 1l${Array.from({ length: 2000 }, () => "1 1").join(" ")}`)).toBe("module.signature_too_long");
});

test("signatures in a list are looked at as well, and their schema is about the name", () => {
  const list: Asked = { field: "present", as: "list", items: [{ field: "who", as: "signature" }, { field: "note", as: "text" }] };
  const items = [{ who: "钱工\nM10 10l300 10", note: "x" }, { who: "孙工\nM10 10l3 1", note: "a\nb" }];
  expect(signFault(list, items)).toBe("module.signature_too_short");
  expect(namedOnly(list, items)).toEqual([{ who: "钱工", note: "x" }, { who: "孙工", note: "a\nb" }]);
});

test("on the screen a name stands for it, and a text of two lines is no signature", () => {
  const field = { label: { zh: "签字", en: "Signature" }, schema: { type: "string" }, personal: "name" };
  const drawn = "钱工\nM10 10l300 10";
  expect([saidOf(field, drawn), isDrawn(drawn), isDrawn("钱工"), isDrawn("一\n二")]).toEqual(["钱工", true, false, false]);
});
