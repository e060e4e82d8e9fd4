/** Cockpits on the phone: the last answer for a place, for one person, a few of them and no longer than they are worth. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useCockpit } from "@/features/indicators/cockpit";
import { keepCockpit, keptCockpit, keptPlaces, keyOf, MOST } from "@/offline/cockpits";
import { setAuthor } from "@/offline/outbox-store";
import { kept, readDb, wipe } from "@/offline/read-db";
import { forgetEnded } from "@/offline/tidying";
import type { CockpitWhole } from "@/platform/shapes";
import { far, held, json, noNetwork, refusal } from "./far";

const of = (code: string) => ({ area: { code, level: "street", name_zh: code, name_en: code } }) as CockpitWhole;
const codes = async () => (await keptPlaces("me")).map(({ code }) => code);
let at = Date.parse("2026-03-02T02:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(at);
});
afterEach(async () => {
  vi.useRealTimers();
  setAuthor(null);
  await wipe();
});

const keep = async (code: string, person = "me", department?: string) => {
  vi.setSystemTime((at += 1_000));
  await keepCockpit(keyOf(code, department), person, `"${code}"`, of(code));
};

test("what was kept is there again with its moment and what to ask by", async () => {
  await keep("330103");
  expect(await keptCockpit(keyOf("330103"), "me")).toMatchObject({ etag: '"330103"', read_at: at, whole: { area: { code: "330103" } } });
  expect(await keptCockpit(keyOf("330103", "housing"), "me")).toBeUndefined();
});

test("another person on the same phone sees nothing of it, nor what places there were", async () => {
  await keep("330103");
  expect(await keptCockpit(keyOf("330103"), "another")).toBeUndefined();
  expect(await keptPlaces("another")).toEqual([]);
});

test("only the newest few stay, a place looked at again is new, and nothing else is touched", async () => {
  await (await readDb()).put("kept", { person: "me" }, "incidents:open");
  for (let n = 0; n < MOST; n++) await keep(`p${n}`);
  await keep("p0");
  await keep("more");
  expect(await codes()).toEqual(["more", "p0", ...Array.from({ length: MOST - 2 }, (_, n) => `p${MOST - 1 - n}`)]);
  expect(await kept("incidents:open")).toEqual({ person: "me" });
});

test("a place with a department view is one place", async () => {
  await keep("330103");
  await keep("330103", "me", "housing");
  expect(await codes()).toEqual(["330103"]);
});

test("what nobody looked at for a month goes by itself, and all of it at sign-out", async () => {
  await keep("330103");
  await forgetEnded(at + 29 * 86_400_000);
  expect(await codes()).toEqual(["330103"]);
  await forgetEnded(at + 31 * 86_400_000);
  expect(await codes()).toEqual([]);
  await keep("330103");
  await wipe();
  expect(await codes()).toEqual([]);
});

test("an answer that comes when its person has signed out, or somebody else has the phone, leaves nothing on it", async () => {
  for (const next of [null, "another"]) {
    const late = held();
    let asked = () => {};
    const isAsked = new Promise<void>((go) => (asked = go));
    far("me", () => (asked(), late.answer));
    const loaded = useCockpit(() => ({ area: "330103" })).load();
    await isAsked;
    setAuthor(next);
    await wipe();
    late.come(json(of("330103")));
    await loaded;
    expect(await kept(keyOf("330103"))).toBeUndefined();
  }
});

test.each([403, 404])("a place that the server shows no more (%i) goes from the phone with its departments, and no other does", async (status) => {
  for (const code of ["330103", "330103005"]) await keep(code);
  await keep("330103", "me", "housing");
  far("me", () => refusal(status));
  const { whole, problem, readAt, show } = useCockpit(() => ({ area: "330103" }));
  await show();
  expect([whole.value, readAt.value, problem.value?.status]).toEqual([null, null, status]);
  expect(await codes()).toEqual(["330103005"]);
  expect(await keptCockpit(keyOf("330103", "housing"), "me")).toBeUndefined();
});

test.each([["no network", noNetwork], ["a server that is down", () => refusal(503)], ["a server that is asked too often", () => refusal(429)]])("%s takes nothing away", async (_, answer) => {
  await keep("330103");
  far("me", answer);
  const { whole, problem, readAt, show } = useCockpit(() => ({ area: "330103" }));
  await show();
  expect([whole.value?.area.code, readAt.value, problem.value === null]).toEqual(["330103", at, false]);
  expect(await codes()).toEqual(["330103"]);
});
