/** A difference is read by sign, by word and by colour; the field it is about is said in the person's words. */
import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import { beforeAll, expect, it } from "vitest";
import DiffList from "@/features/plans/DiffList.vue";
import { emptyPlan, firstSlots } from "@/features/plans/empty";
import { labelOf, valueText } from "@/features/plans/labels";
import { withWords } from "@/i18n";
import type { PlanChange } from "@/platform/shapes";

const plan = { ...emptyPlan(), slots: firstSlots() };
const shown = async (changes: PlanChange[], clashes: string[] = []) => (await renderToString(createSSRApp(DiffList, { changes, plan, clashes }))).replace(/<!--.*?-->/g, "").replace(/ data-v-\w+/g, "");

beforeAll(() => withWords(Promise.resolve(), "plans"));

it("marks words that went and words that came, and says so to who does not see", async () => {
  const html = await shown([{ path: "texts.zh.headline", before: "立即撤离", after: "马上撤离", pieces: [
    { kind: "removed", text: "立即" }, { kind: "added", text: "马上" }, { kind: "same", text: "撤离" },
  ] }]);
  expect(html).toContain("首发 › 中文 › 标题");
  expect(html).toContain('<del><span class="unseen">删去：</span>立即</del>');
  expect(html).toContain('<ins><span class="unseen">新增：</span>马上</ins><span>撤离</span>');
});

it("shows a value that was replaced as a minus and a plus, and one that is new as a plus alone", async () => {
  const replaced = await shown([{ path: "severity", before: "Severe", after: "Extreme", pieces: null }]);
  expect(replaced).toMatch(/<del>.*严重<\/del>.*<ins>.*特别严重<\/ins>/);
  const fresh = await shown([{ path: "checklist.volunteer.0", before: null, after: { zh: "戴头盔", en: "Wear a helmet" }, pieces: null }]);
  expect(fresh).toContain("职责清单 › 志愿者 › 第 1 步");
  expect(fresh).toContain("戴头盔\nWear a helmet");
  expect(fresh).not.toContain("<del>");
});

it("never takes what somebody wrote for markup", async () => {
  expect(await shown([{ path: "event", before: null, after: "<b>火</b>", pieces: null }])).toContain("&lt;b&gt;火&lt;/b&gt;");
});

it("names a field that both changed, and says when nothing differs", async () => {
  expect(await shown([{ path: "event", before: "甲", after: "乙", pieces: null }], ["event"])).toContain("您也改了这里");
  expect(await shown([])).toContain("没有差别。");
});

it("calls fields by their labels, a slot by its own", () => {
  expect(labelOf("slots.0.example.en", plan)).toBe("要素 › 地点 › 示例 › 英文");
  expect(labelOf("slots.phone.max_length", plan)).toBe("要素 › 现场值班电话 › 最多字数");
  expect(labelOf("assembly_points.2.name.zh", plan)).toBe("安置点 › 第 3 个 › 名称 › 中文");
  expect(valueText("quorum", 0.8)).toBe("80 %");
  expect(valueText("evacuates", false)).toBe("否");
  expect(valueText("roles.0", ["grid_worker", "volunteer"])).toBe("网格员、志愿者");
});
