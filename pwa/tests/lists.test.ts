/** A list on its way in: guessed columns, mended cells, faults together, parts that a phone can wait for. */
import { expect, test } from "vitest";
import { letter, useList } from "@/features/lists/list";
import { parts } from "@/features/people/import";
import { asCsv } from "@/features/people/issued";

const SHEET = {
  name: "名单", header: 1, fields_guessed: [null, "name", "phone", "area_code"],
  rows: [
    { line: 1, cells: ["潮鸣街道人员名单"] },
    { line: 2, cells: ["序号", "姓名", "电话", "网格"] },
    { line: 3, cells: ["1", "陈", "199 0000", "第9网格"] },
    { line: 5, cells: ["2", "林", "1990001", "第9网格"] },
    { line: 6, cells: ["合计", "", "", ""] },
  ],
};
const NOTES = { name: "说明", header: 0, fields_guessed: [null], rows: [{ line: 1, cells: ["必填"] }] };
const fault = (line: number, column: string, code = "identity.area_unknown") => ({ line, column, code, zh: "没有", en: "none" });

function opened() {
  const list = useList();
  list.open([NOTES, SHEET]);
  return list;
}

test("the sheet whose columns are known best is opened, below its header", () => {
  const list = opened();
  expect(list.at.value).toBe(1);
  expect(list.columns.value).toEqual({ name: 1, phone: 2, area_code: 3 });
  expect(list.lines.value.map((row) => row.line)).toEqual([3, 5, 6]);
});

test("what no column says is the same for all, or the digits of another column", () => {
  const list = opened();
  list.fixed.value = { role: { is: "网格员" }, username: { like: "phone" } };
  expect(list.fields.value).toEqual(["name", "phone", "area_code", "role", "username"]);
  expect(list.lines.value[0]!.cells).toEqual(["陈", "199 0000", "第9网格", "网格员", "1990000"]);
});

test("a column is one field: who takes it takes it away", () => {
  const list = opened();
  list.choose("within", 3);
  expect(list.columns.value).toEqual({ name: 1, phone: 2, within: 3 });
  list.choose("within", null);
  expect(list.columns.value).toEqual({ name: 1, phone: 2 });
});

test("one misspelt grid in many rows is one fault and is mended once", () => {
  const list = opened();
  const errors = [fault(3, "area_code"), fault(5, "area_code"), fault(6, "name", "identity.import_missing"), fault(6, "phone", "identity.import_missing")];
  const groups = list.groups(errors);
  expect(groups.map((group) => [group.column, group.lines])).toEqual([["area_code", [3, 5]], ["name", [6]], ["phone", [6]]]);
  list.mend(groups[0]!.lines, "area_code", "第1网格");
  expect(list.lines.value.map((row) => row.cells[2])).toEqual(["第1网格", "第1网格", ""]);
  expect(list.groups(errors)[0]).toMatchObject({ value: "第1网格", mended: true });
  list.settle();
  expect(list.groups(errors)[0]!.mended).toBe(false);
});

test("a row that is left out takes its faults along", () => {
  const list = opened();
  list.drop([6]);
  expect(list.lines.value.map((row) => row.line)).toEqual([3, 5]);
  expect(list.groups([fault(6, "name")])).toEqual([]);
});

test("columns are called as the program that made the sheet calls them", () => {
  expect([0, 25, 26, 39].map(letter)).toEqual(["A", "Z", "AA", "AN"]);
});

test("parts hold few accounts, many people, and everybody once in order", () => {
  const rows = Array.from({ length: 1000 }, (_, at) => ({ line: at + 1, cells: [`人${at}`, at < 50 ? `u${at}` : ""] }));
  const found = parts(["name", "username"], rows);
  expect(found.flat()).toEqual(rows);
  expect(Math.max(...found.map((part) => part.filter((row) => row.cells[1]).length))).toBe(20);
  expect(Math.max(...found.map((part) => part.length))).toBe(400);
});

test("a name that begins like a formula is a text in the saved list", () => {
  const people = [{ person_id: "1", name: '=HYPERLINK("x")', username: "a", password: "b,c" }];
  expect(asCsv(people, ["姓名", "账号", "密码"])).toBe('\ufeff"姓名","账号","密码"\r\n"\'=HYPERLINK(""x"")","a","b,c"\r\n');
});
