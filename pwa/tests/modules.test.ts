/** Street modules without a network: rows kept and bounded, a form sealed once with its photos, and the colour that the phone works out. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { wipeModules, type FormDraft, type KeptRow } from "@/offline/modules-db";
import { draftKey, dropFormDrafts, formDraftsOf, keepFormDraft, keptFormDraft } from "@/offline/modules-drafts";
import { reopenForm, sealedForm, sealForm } from "@/offline/modules-forms";
import { keepRow, keepRows, keptRow, keptRows } from "@/offline/modules-kept";
import { discard, items, nameDevice, type Item } from "@/offline/outbox";
import { photosOf, putBack } from "@/offline/photos";
import { photosOfItem } from "@/offline/photos-sealed";
import { flush, type Reply } from "@/offline/sender";
import { begun, overlaid, pendingOf } from "@/features/modules/local";
import { inOrderOf, type Spec } from "@/features/modules/rules/spec";
import { unfit } from "@/features/modules/rules/fit";
import type { EntityHeld } from "@/platform/shapes";
import { uuid7 } from "@/platform/uuid7";

const both = (zh: string) => ({ zh, en: zh });
const NOW = Date.parse("2026-03-02T02:00:00Z");
const TODAY = "2026-03-02";
const SPEC: Spec = {
  id: "bench", version: 2, icon: "bench", title: both("长椅"), owner: both("街道"), about: both("长椅"),
  entities: {
    bench: {
      title: both("长椅"), label: "place",
      fields: {
        place: { label: both("地点"), schema: { type: "string", minLength: 1 }, personal: "none", required: true },
        sound: { label: both("完好"), schema: { type: "boolean" }, personal: "none" },
        seen_on: { label: both("日期"), schema: { type: "string", format: "date" }, personal: "none" },
        photo: { label: both("照片"), schema: { type: "array", items: { type: "string", pattern: "^[0-9a-f]{64}$" } }, personal: "none" },
      },
      values: { age: { days_since: { var: "seen_on" } } },
    },
  },
  forms: { look: { for: "bench", creates: true, title: both("巡查"), pages: [{ title: both("巡查"), widgets: [{ field: "place", as: "text" }, { field: "sound", as: "yes_no", require_if: true }, { field: "photo", as: "photo" }] }], sets: { seen_on: { var: "today" } } } },
  states: { bench: { good: { ...both("好"), colour: "green", icon: "check", level: 0 }, broken: { ...both("坏"), colour: "red", icon: "stop", level: 2 } } },
  rules: {
    bench: [
      { id: "broken", state: "broken", because: [{ when: { "===": [{ var: "sound" }, false] }, say: both("损坏") }, { when: { ">": [{ var: "age" }, 30] }, say: both("{age} 天未看") }] },
      { id: "good", state: "good", because: [{ when: true, say: both("完好") }] },
    ],
  },
  tasks: [{ id: "look", for: "bench", title: both("巡查"), form: "look", when: true, due: { from: { var: "seen_on" }, days: 30 }, window: 5, assign: "grid_worker" }],
  permissions: { read: ["grid_worker"], write: ["grid_worker"], by_hand: ["duty_officer"] },
};
const ID = "0198f0aa-0000-7000-8000-0000000000cc";
const HELD: EntityHeld = {
  id: ID, module: "bench", kind: "bench", label: "桥头", version: 2, area_code: "1", area_name_zh: "网格", area_name_en: "Grid", state: "good", state_since: "2026-02-25", why: both("好: 完好"), is_by_hand: false,
  place: null, fields: {}, saved_at: "2026-02-25T02:00:00Z", data: { place: "桥头", sound: true, seen_on: "2026-02-25" }, hidden: [], rule: "good", rule_state: "good", rule_since: "2026-02-25", created_on: "2026-02-01",
  source_id: null, by_hand: null, tasks: [], photos: [], may_fill: ["look"], may_set_by_hand: false,
};
const kept = (row: Partial<EntityHeld> = {}): KeptRow => ({ id: ID, module: "bench", person: "me", read_at: NOW, row: { ...HELD, ...row } });
const draft = (more: Partial<FormDraft> = {}): FormDraft => ({ key: draftKey("me", "bench", "look", ID), author: "me", id: uuid7(), module: "bench", form: "look", entity_id: ID, is_new: false, area_code: null, version: 2, values: {}, page: 0, changed_at: NOW, ...more });
const HASH = "ab".repeat(32);
const taken = (item: Item, saved_at = "2026-03-02T02:00:05Z"): Reply => ({ status: 200, body: { id: item.record_id, state: "broken", saved_at }, retry_after: null });

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
  await wipeModules();
  await dropFormDrafts("me");
  await nameDevice("0198f0aa-0000-7000-8000-0000000000de");
});

test("a form that waits here colours its row with the reason, and does its task", async () => {
  await sealForm(draft(), { sound: false }, "长椅 · 巡查", NOW);
  const row = overlaid(SPEC, kept(), pendingOf(await items(), "bench", new Map([[ID, HELD.saved_at]])), TODAY, NOW);
  expect([row.state, row.state_since, row.why.zh, row.waiting]).toEqual(["broken", TODAY, "坏: 损坏", 1]);
  expect(row.tasks.map(({ task, due_on }) => [task, due_on])).toEqual([["look", "2026-04-01"]]);
  expect(row.data.seen_on).toBe(TODAY);
});

test("a day that passes changes a colour without anybody writing anything", () => {
  const row = overlaid(SPEC, kept(), [], "2026-04-10", NOW);
  expect([row.state, row.why.zh]).toEqual(["broken", "坏: 44 天未看"]);
});

test("what was set by hand stands until its moment", () => {
  const by_hand = { reason: "试验", until: "2026-03-03T00:00:00Z", by: "丁宁" };
  const row = { state: "broken", why: both("坏: 人工调整（试验）"), by_hand, is_by_hand: true };
  expect(overlaid(SPEC, kept(row), [], TODAY, NOW)).toMatchObject({ state: "broken", is_by_hand: true });
  expect(overlaid(SPEC, kept(row), [], TODAY, Date.parse(by_hand.until))).toMatchObject({ state: "good", is_by_hand: false, by_hand: null });
});

test("a task that was put aside stays so until it is due on another day", () => {
  const aside = { task: "look", due_on: "2026-03-27", opens_on: "2026-03-22", assign: "grid_worker", climbs_on: null, climbs_to: null, dismissed_at: "2026-03-01T00:00:00Z", dismissed_why: "rain" };
  expect(overlaid(SPEC, kept({ tasks: [aside] }), [], TODAY, NOW).tasks[0]!.dismissed_why).toBe("rain");
  expect(overlaid(SPEC, kept({ tasks: [{ ...aside, due_on: "2026-03-20" }] }), [], TODAY, NOW).tasks[0]!.dismissed_at).toBeNull();
});

test("something begun on this phone is there before the server knows of it", async () => {
  await sealForm(draft({ is_new: true, area_code: "1" }), { place: "河边", sound: true }, "长椅 · 巡查", NOW);
  const row = begun(SPEC, pendingOf(await items(), "bench", new Map()), { name_zh: "网格", name_en: "Grid" }, TODAY, NOW)!;
  expect([row.id, row.label, row.state, row.read_at]).toEqual([ID, "河边", "good", null]);
});

test("a form is sent once, and lies over its row until the server tells of it", async () => {
  await sealForm(draft(), { sound: false }, "长椅 · 巡查", NOW);
  await flush(() => Promise.reject(new Error("offline")));
  const sent: unknown[] = [];
  const deliver = async (item: Item) => {
    sent.push(sealedForm(item));
    return taken(item);
  };
  await flush(deliver, { force: true });
  await flush(deliver, { force: true });
  expect(sent).toMatchObject([{ entity_id: ID, area_code: null, form: "look", version: 2, data: { sound: false } }]);
  const all = await items();
  expect(pendingOf(all, "bench", new Map([[ID, HELD.saved_at]]))).toHaveLength(1);
  expect(pendingOf(all, "bench", new Map([[ID, "2026-03-02T02:00:05Z"]]))).toEqual([]);
});

test("only photos that the form still names go with it, and the draft is forgotten", async () => {
  const mine = draft();
  await keepFormDraft(mine);
  const bytes = new Blob(["photo"], { type: "image/jpeg" });
  for (const sha256 of [HASH, "cd".repeat(32)]) await putBack({ id: uuid7(), author: "me", kept_at: NOW, name: "", type: bytes.type, bytes, sha256, of: mine.id });
  const item = await sealForm(mine, { photo: [HASH] }, "长椅 · 巡查", NOW);
  expect((await photosOfItem(item.id)).map((photo) => [photo.record_id, photo.sha256])).toEqual([[ID, HASH]]);
  expect(item.photos).toEqual({ expected: 1, arrived: 0 });
  expect([await keptFormDraft(mine.key), await photosOf("me", mine.id)]).toEqual([undefined, []]);
});

test("a refused form becomes a draft again under another id, with its photos", async () => {
  const mine = draft();
  await putBack({ id: uuid7(), author: "me", kept_at: NOW, name: "", type: "image/jpeg", bytes: new Blob(["photo"]), sha256: HASH, of: mine.id });
  const item = await sealForm(mine, { photo: [HASH] }, "长椅 · 巡查", NOW);
  const again = await reopenForm(item, uuid7(), false);
  expect(again).toMatchObject({ key: mine.key, values: { photo: [HASH] } });
  expect(again.id).not.toBe(mine.id);
  expect((await photosOf("me", again.id)).map((photo) => photo.sha256)).toEqual([HASH]);
  expect(await formDraftsOf("me")).toHaveLength(1);
});

test("the newest rows take the place of those before, for one person", async () => {
  await keepRow("me", { ...HELD, id: "gone" });
  await keepRows("me", "bench", { items: [HELD], total: 900, most: 300 });
  const { rows, held } = await keptRows("me", "bench");
  expect([rows.map((row) => row.id), held?.count, held?.total]).toEqual([[ID], 1, 900]);
  expect([await keptRow("other", ID), (await keptRows("other", "bench")).held]).toEqual([null, null]);
});

test("wiping takes what was read, and leaves what somebody is in the middle of", async () => {
  await keepRows("me", "bench", { items: [HELD], total: 1, most: 300 });
  await keepFormDraft(draft());
  await wipeModules();
  expect([(await keptRows("me", "bench")).rows, (await formDraftsOf("me")).length]).toEqual([[], 1]);
});

test("values are worked out, and fields shown, in the order of the file", () => {
  const mixed = { ...SPEC, entities: { bench: { ...SPEC.entities.bench!, values: { a: 1, b: 2 } } } };
  const made = inOrderOf(mixed, { bench: ["b", "a"] }, { "fields.bench": ["photo", "place"], forms: ["look"] });
  expect(Object.keys(made.entities.bench!.values!)).toEqual(["b", "a"]);
  expect(Object.keys(made.entities.bench!.fields)).toEqual(["photo", "place", "sound", "seen_on"]);
});

test("a value is held against the schema of its field", () => {
  const place = { type: "object", required: ["lng"], additionalProperties: false, properties: { lng: { type: "number", maximum: 180 } } };
  const cases: [Record<string, unknown>, unknown, string | null][] = [
    [{ type: "string", minLength: 2 }, "燃", "minLength"], [{ type: "string", maxLength: 2 }, "🔥🔥", null], [{ type: "integer" }, 1.5, "type"], [{ type: "integer" }, true, "type"],
    [{ type: "number", exclusiveMinimum: 0 }, 0, "exclusiveMinimum"], [{ enum: [1, "a"] }, true, "enum"], [{ type: "string", format: "date" }, "2026-02-30", "format"],
    [{ type: "array", uniqueItems: true }, [1, 1], "uniqueItems"], [{ type: "array", items: { type: "string", pattern: "^[a-z]+$" } }, ["a", "B"], "items"],
    [place, { lng: 1 }, null], [place, {}, "required"], [place, { lng: 200 }, "properties"], [place, { lng: 1, lat: 2 }, "additionalProperties"],
  ];
  for (const [schema, value, expected] of cases) expect([schema, unfit(schema, value)]).toEqual([schema, expected]);
});
