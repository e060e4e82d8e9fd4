/** A row and a form of a street module that are opened without a network: nothing alarms before what is here is there, and nobody signs for another. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import { watch } from "vue";
import { wipeModules, type FormDraft } from "@/offline/modules-db";
import { draftKey, dropFormDrafts } from "@/offline/modules-drafts";
import { sealedForm, sealForm } from "@/offline/modules-forms";
import { keepModule, keepRow } from "@/offline/modules-kept";
import { discard, items } from "@/offline/outbox";
import { flushNow, setAuthor } from "@/offline/outbox-store";
import { useForm } from "@/features/modules/form";
import type { LocalRow } from "@/features/modules/local";
import { useRow } from "@/features/modules/row";
import { prefilled } from "@/features/modules/rules/forms";
import { NO_STATE } from "@/features/modules/rules/scope";
import type { Spec } from "@/features/modules/rules/spec";
import type { EntityHeld, ModuleWhole } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";

const both = (zh: string) => ({ zh, en: zh });
const text = (zh: string) => ({ label: both(zh), schema: { type: "string" }, personal: "none" });
const SPEC: Spec = {
  id: "lift", version: 1, icon: "lift", title: both("电梯"), owner: both("街道"), about: both("电梯"),
  entities: { lift: { title: both("电梯"), label: "place", fields: { place: text("地点"), maintainer: text("维保人员"), witness: text("见证人") } } },
  forms: { maintenance: { for: "lift", creates: true, title: both("维保"), pages: [{ title: both("维保"), widgets: [{ field: "place", as: "text" }, { field: "maintainer", as: "signature", require_if: true }, { field: "witness", as: "signature" }] }] } },
  permissions: { read: ["grid_worker"], write: ["grid_worker"], by_hand: [] },
};
const WHOLE = { id: "lift", version: 1, content: SPEC, order: {}, sequence: {} } as unknown as ModuleWhole;
const FIRST = "孙工\nM100 100l80 60 80 -60 80 60";
const SECOND = "李工\nM100 300l300 -90 200 40";
const HELD: EntityHeld = {
  id: uuid7(), module: "lift", kind: "lift", label: "1 幢", version: 1, area_code: "1", area_name_zh: "网格", area_name_en: "Grid", state: null, state_since: null, why: {}, is_by_hand: false,
  place: null, fields: {}, saved_at: "2026-02-25T02:00:00Z", data: { place: "1 幢", maintainer: FIRST, witness: FIRST }, hidden: [], rule: null, rule_state: null, rule_since: null, created_on: "2026-02-01",
  source_id: null, by_hand: null, tasks: [], photos: [], may_fill: ["maintenance"], may_set_by_hand: false,
};
const NOWHERE = { name_zh: "网格", name_en: "Grid" };
let asked: string[] = [];
let answer: (path: string) => Response | Promise<Response>;
const offline = () => Promise.reject(new TypeError("no network"));
const isOf = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

beforeEach(async () => {
  [asked, answer] = [[], offline];
  vi.stubGlobal("navigator", { onLine: false });
  vi.stubGlobal("document", { cookie: "" });
  vi.stubGlobal("localStorage", { setItem: () => {} });
  vi.stubGlobal("location", { origin: "https://cockpit.test" });
  vi.stubGlobal("fetch", async ({ url }: Request) => {
    const path = new URL(url).pathname;
    asked.push(path);
    return answer(path);
  });
  setAuthor("me");
  // A round that still runs would write back what is discarded.
  await flushNow(false);
  for (const item of await items()) await discard(item.id);
  await flushNow(false);
  await wipeModules();
  await dropFormDrafts("me");
});

/** What stood there as an alarm at any moment until it was loaded. */
async function opened(id: string) {
  const about = useRow(id, () => NOWHERE);
  const alarms: string[] = [];
  watch([about.error, about.isOld], ([error, isOld]) => error && !isOld && alarms.push(error), { flush: "sync" });
  await about.load();
  return { about, alarms };
}
async function waiting(is_new: boolean, id: string): Promise<void> {
  const draft: FormDraft = { key: draftKey("me", "lift", "maintenance", id), author: "me", id: uuid7(), module: "lift", form: "maintenance", entity_id: id, is_new, area_code: "1", version: 1, values: {}, page: 0, changed_at: 0 };
  await sealForm(draft, { place: "2 幢", maintainer: SECOND }, "电梯 · 维保");
  await flushNow(false);
}
const toForms = () => asked.filter((path) => path.includes("/modules/") && !path.endsWith("/forms"));

test("a row is there without an alarm, and nobody waits for a second answer", async () => {
  await keepModule("me", null, WHOLE);
  await keepRow("me", HELD);
  await waiting(false, HELD.id);
  const { about, alarms } = await opened(HELD.id);
  expect([about.row.value?.label, about.isOld.value, alarms, toForms()]).toEqual(["2 幢", true, [], []]);
});

test("what was begun here does not alarm by being unknown to the server", async () => {
  await keepModule("me", null, WHOLE);
  const id = uuid7();
  await waiting(true, id);
  answer = (path) => (path.includes("/module-entities/") ? isOf(404, { code: "entity.not_found", detail: "没有" }) : path.endsWith("/modules/lift") ? isOf(200, WHOLE) : offline());
  const { about, alarms } = await opened(id);
  expect([about.row.value?.label, about.isOld.value, about.error.value, alarms]).toEqual(["2 幢", false, "", []]);
});

test("a row whose module is not here says so", async () => {
  await keepRow("me", HELD);
  const { about } = await opened(HELD.id);
  expect([about.row.value, about.isOld.value, about.error.value !== ""]).toEqual([null, false, true]);
});

test("what is gone is said, and kept no longer", async () => {
  await keepModule("me", null, WHOLE);
  await keepRow("me", HELD);
  answer = () => isOf(404, { code: "entity.not_found", detail: "没有" });
  expect((await opened(HELD.id)).about.error.value).toBe("没有");
  answer = offline;
  expect((await opened(HELD.id)).about.row.value).toBeNull();
});

test("another's signature fills in no form: who is asked for one signs anew, and an old one that nobody renews stays", async () => {
  const entity = { kind: "lift", data: HELD.data as Record<string, unknown>, created_on: HELD.created_on, state: NO_STATE };
  expect(prefilled(SPEC, SPEC.forms.maintenance!, entity, "2026-03-02")).toEqual({ place: "1 幢" });
  const filling = { author: "me", spec: SPEC, form: "maintenance", row: { ...HELD, waiting: 0, read_at: 0 } as LocalRow, area_code: null };
  const form = useForm(filling);
  await form.open();
  expect(form.faultsOf(0).map(({ field, code }) => [field, code])).toEqual([["maintainer", "module.field_required"]]);
  form.draft.value.values.maintainer = SECOND;
  expect(form.faultsOf(0)).toEqual([]);
  await form.send("电梯 · 维保");
  expect((await items()).map((item) => sealedForm(item).data)).toEqual([{ maintainer: SECOND }]);
});
