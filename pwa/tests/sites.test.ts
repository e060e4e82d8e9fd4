/** A site's day, written where there is no network: kept, said to wait, sent once, and what a refusal leaves. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { discard, isUnsent, items, nameDevice, type Item } from "@/offline/outbox";
import { seal } from "@/offline/sealing";
import { flush, type Reply } from "@/offline/sender";
import { uuid7 } from "@/platform/uuid7";
import { today, writableDays } from "@/features/sites/days";
import { dayState, STANDINGS, STATES, WAITS } from "@/features/sites/looks";
import { below, buildable } from "@/features/sites/where";
import type { Area, SiteDay } from "@/platform/shapes";

const SITE = "0198f0aa-0000-7000-8000-0000000000cc";
const written = (day: string, present: number) => seal({ id: uuid7(), kind: "site_day", author: "me", record_id: SITE, what: day, url: `/api/sites/${SITE}/days`, body: JSON.stringify({ day, present }) });
const taken = (item: Item): Reply => ({ status: 200, body: { id: item.record_id, state: "working", recorded_at: "2026-03-02T09:00:00Z" }, retry_after: null });

beforeEach(async () => {
  for (const item of await items()) await discard(item.id);
  await nameDevice("0198f0aa-0000-7000-8000-0000000000de");
});

test("two words about one day go in the order in which they were written", async () => {
  await written("2026-03-02", 180);
  await written("2026-03-02", 179);
  await flush(() => Promise.reject(new Error("offline")));
  expect((await items()).every(isUnsent)).toBe(true);
  const sent: number[] = [];
  await flush(async (item) => {
    sent.push((JSON.parse(item.body) as { present: number }).present);
    return taken(item);
  }, { force: true });
  expect(sent).toEqual([180, 179]);
  expect((await items()).map(({ reply }) => reply?.recorded_at)).toEqual(["2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z"]);
});

test("a day that the site was stopped on is refused with its reason, and holds up no other site", async () => {
  await written("2026-03-02", 180);
  await flush(async () => ({ status: 409, body: { code: "site.cannot_become", detail: "suspended" }, retry_after: null }));
  const [item] = await items();
  expect([item!.status, item!.problem?.code, item!.problem?.detail]).toEqual(["refused", "site.cannot_become", "suspended"]);
});

test("a week back can be written, no further than the site works, over the end of a month", () => {
  expect(writableDays("2026-03-03", null)).toEqual(["2026-03-03", "2026-03-02", "2026-03-01", "2026-02-28", "2026-02-27", "2026-02-26", "2026-02-25", "2026-02-24"]);
  expect(writableDays("2026-03-03", "2026-03-02")).toEqual(["2026-03-03", "2026-03-02"]);
});

test("the day turns when it turns in Beijing", () => {
  expect([today(Date.parse("2026-03-02T15:59:59Z")), today(Date.parse("2026-03-02T16:00:00Z"))]).toEqual(["2026-03-02", "2026-03-03"]);
});

test("a day is written, late or missing; what was missed and written since is late", () => {
  const day: SiteDay = { day: "2026-03-02", present: 3, abnormal: 0, disinfected: true, note: null, submitted_by: "x", submitted_at: "2026-03-02T09:00:00Z", late: false, missed_at: null, photos: [] };
  expect(dayState(day)).toBe("written");
  expect(dayState({ ...day, late: true, missed_at: "2026-03-03T00:00:00Z" })).toBe("late");
  expect(dayState({ ...day, submitted_at: null, missed_at: "2026-03-03T00:00:00Z" })).toBe("missed");
});

test("every state has a look of its own, and the ones that wait say for whom", () => {
  for (const looks of [STATES, STANDINGS]) expect(new Set(Object.values(looks).map(({ of }) => of)).size).toBe(Object.keys(looks).length);
  expect(Object.keys(WAITS).sort()).toEqual(["applied", "approved", "checked", "draft", "refused", "returned", "suspended"]);
});

const area = (code: string, level: Area["level"], parent_code: string | null, path: string): Area => ({ code, level, parent_code, path, name_zh: code, name_en: code, lng_wgs84: null, lat_wgs84: null });
const AREAS = [area("D", "district", null, "D."), area("S", "street", "D", "D.S."), area("C", "community", "S", "D.S.C."), area("G", "grid", "C", "D.S.C.G."), area("T", "street", "D", "D.T."), area("P", "park", "T", "D.T.P.")];

test("a list is narrowed to the places right below one's own", () => {
  expect(below(AREAS, ["D"]).map(({ value }) => value)).toEqual(["S", "T"]);
  expect([below(AREAS, ["S"]).map(({ value }) => value), below(AREAS, ["C"])]).toEqual([["C"], []]);
});

test("one builds in a community or park of one's own, and a grid worker in the own grid", () => {
  expect(buildable(AREAS, ["D"]).map(({ text }) => text)).toEqual(["S · C", "T · P"]);
  expect([buildable(AREAS, ["S"]), buildable(AREAS, ["G"])].map((places) => places.map(({ value }) => value))).toEqual([["C"], ["G"]]);
});
