/** The order being made: what is known is written down, what was typed stays, and every tap has its moment. */
import { expect, test, vi } from "vitest";
import { newDraft } from "@/features/commands/draft";
import { pieces } from "@/features/commands/message";
import { suggested } from "@/features/commands/suggest";
import { width } from "@/features/commands/width";
import type { OrderDraft, Plan, Slot } from "@/platform/shapes";

const slot = (name: string, max_length = 16): Slot => ({ name, label: { zh: name, en: name }, example: { zh: "x", en: "x" }, required: true, max_length });
const area = (name_zh: string, name_en: string) => ({ name_zh, name_en });
const SLOTS = [slot("place"), slot("radius", 8), slot("phone", 8)];
const plan = (code: string, roles: string[] = ["grid_worker"]) => ({ code, version: 3, slots: SLOTS, roles }) as unknown as Plan;

test("a full-width letter counts one, any other a half, as the server counts", () => {
  expect(width("潮鸣街道120米，OK")).toBe(4 + 1.5 + 1 + 1 + 1);
  expect(width("")).toBe(0);
});

test("what the phone knows fills the blanks that it fits, and no other", () => {
  expect(suggested(SLOTS, { places: [area("潮鸣街道", "Chaoming"), area("武林街道", "Wulin")], radius_m: 120, phone: "199" })).toEqual({
    place: { zh: "潮鸣街道、武林街道", en: "Chaoming, Wulin" }, radius: { zh: "120米", en: "120 m" }, phone: { zh: "199", en: "199" },
  });
  expect(suggested(SLOTS, { places: [area("一二三四五六七八九十", "a"), area("一二三四五六七八九十", "b")], radius_m: null, phone: null })).toEqual({});
  expect(suggested([slot("lift")], { places: [area("潮鸣", "Chaoming")], radius_m: 50, phone: "1" })).toEqual({});
});

test("a word the commander has typed is not written over when the place changes", () => {
  const { draft, choose, placed, fill, asked } = newDraft();
  choose(plan("road_collapse"));
  placed({ places: [area("潮鸣街道", "Chaoming")], radius_m: 120, phone: "199" });
  expect(draft.slots).toEqual({ place: "潮鸣街道", radius: "120米", phone: "199" });
  expect(asked().slots).toMatchObject({ place: { zh: "潮鸣街道", en: "Chaoming" }, radius: { en: "120 m" } });
  fill("place", "潮鸣路口");
  expect(asked().slots.place).toBe("潮鸣路口");
  placed({ places: [area("武林街道", "Wulin")], radius_m: 300, phone: "199" });
  expect(draft.slots).toEqual({ place: "潮鸣路口", radius: "300米", phone: "199" });
});

test("another plan begins with its own blanks and roles, the same one keeps what was said", () => {
  const { draft, choose, fill } = newDraft();
  choose(plan("fire"));
  fill("place", "刀茅巷");
  draft.roles = ["volunteer"];
  choose(plan("fire"));
  expect([draft.slots.place, draft.roles]).toEqual(["刀茅巷", ["volunteer"]]);
  choose(plan("gas_leak", ["handler"]));
  expect([draft.slots, draft.roles]).toEqual([{}, ["handler"]]);
});

test("each tap has its moment, and a second try is the same order confirmed at the same moment", () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 2, 2, 1) });
  const { draft, choose, placed, sealed, reopen } = newDraft();
  vi.advanceTimersByTime(5_000);
  choose(plan("fire"));
  vi.advanceTimersByTime(12_000);
  placed({ places: [], radius_m: null, phone: null });
  vi.advanceTimersByTime(20_000);
  const first = sealed();
  vi.advanceTimersByTime(3_000);
  expect(sealed()).toEqual(first);
  const since = (name: "plan_chosen" | "area_set" | "confirmed") => Date.parse(draft.stamps[name]!) - Date.parse(draft.stamps.opened!);
  expect([since("plan_chosen"), since("area_set"), since("confirmed")]).toEqual([5_000, 17_000, 37_000]);
  expect(first).toMatchObject({ plan_code: "fire", plan_version: 3, status: "Actual" });
  reopen();
  expect(sealed().id).not.toBe(first.id);
  vi.useRealTimers();
});

test("a text is cut at its blanks; a missing word stands there by its label, one that nobody needs does not", () => {
  const spare: Slot = { ...slot("note"), required: false };
  const cut = pieces("在{place}撤离{note}，电话{phone}。", [...SLOTS, spare], { place: " 路口 ", phone: "" }, (one) => `〔${one.name}〕`);
  expect(cut.map((piece) => [piece.text, piece.said])).toEqual([["在", true], ["路口", true], ["撤离", true], ["，电话", true], ["〔phone〕", false], ["。", true]]);
});

test("an order from a case begins with its plan, place and words, and carries the case along", () => {
  const { draft, begin, placed, asked, sealed } = newDraft();
  const circle = { lng: 120.1, lat: 30.2, radius_m: 120 };
  const target = { areas: [], circle, polygon: null, roles: [], on_duty: false, exclude: { areas: [], people: [] } };
  begin({ plan_code: "road_collapse", plan_version: 3, slots: { place: { zh: "地铁口", en: "Metro exit" } }, target, cause: "incident:7" } as unknown as OrderDraft, plan("road_collapse"));
  expect([draft.step, draft.circle, draft.roles]).toEqual(["place", circle, ["grid_worker"]]);
  placed({ places: [area("武林街道", "Wulin")], radius_m: 120, phone: "199" });
  expect(asked().slots).toMatchObject({ place: { zh: "地铁口", en: "Metro exit" }, radius: { zh: "120米" } });
  expect(sealed()).toMatchObject({ cause: "incident:7", target: { circle } });
});
