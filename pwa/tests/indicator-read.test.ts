/** An indicator's page as it is read: nothing old passes for new, nothing stays that is nobody's or too much, and one bad line keeps no other back. */
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useLines } from "@/features/indicators/lines";
import { keyOf, MOST, useIndicator } from "@/features/indicators/one";
import type { Per } from "@/features/indicators/periods";
import { setAuthor } from "@/offline/outbox-store";
import { keep, kept, readDb, wipe } from "@/offline/read-db";
import { forgetEnded } from "@/offline/tidying";
import type { IndicatorWhole } from "@/platform/shapes";
import { far, held, json, noNetwork, refusal, type Answer } from "./far";

const DAY_MS = 86_400_000;
const AREA = "330103005";
let now = Date.parse("2026-03-02T02:00:00Z");
/** What the server would say next. */
let value = 1;
let asked: { at: string; query: URLSearchParams; headers: Headers }[] = [];

const definition = { code: "EC029", period: "D" };
const kindOf = (url: URL) => url.pathname.split("/")[4] ?? "whole";
const answerOf = (url: URL): unknown => {
  const area = { code: url.searchParams.get("area") };
  if (kindOf(url) === "whole") return { definition, area, card: { value } };
  return kindOf(url) === "series" ? { points: [{ value, per: url.searchParams.get("per") }] } : { items: [] };
};
const good = (url: URL) => json(answerOf(url));
const noting = (answer: Answer): Answer => (url, request) => {
  asked.push({ at: kindOf(url), query: url.searchParams, headers: request.headers });
  return answer(url, request);
};
const signIn = (answer: Answer = good, person = "me") => far(person, noting(answer));

let per: Per = "period";
let area = AREA;
const page = (person = "me") => useIndicator(person, () => ({ code: "EC029", area }), () => per);
const figureOf = ({ read }: ReturnType<typeof page>) => (read.value?.whole.card as { value?: number } | undefined)?.value;
const copy = () => kept<{ read_at: number; read: { series: Record<string, unknown> } }>(keyOf({ code: "EC029", area }));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime((now += DAY_MS));
  [value, asked, per, area] = [1, [], "period", AREA];
});
afterEach(async () => {
  vi.useRealTimers();
  setAuthor(null);
  await wipe();
});

test("what was read is kept, and without a network stands there with the moment when it was read", async () => {
  signIn();
  await page().show();
  const read_at = now;
  vi.setSystemTime((now += 3_600_000));
  signIn(noNetwork);
  const again = page();
  await again.show();
  expect([figureOf(again), again.readAt.value, again.problem.value?.isNetwork]).toEqual([1, read_at, true]);
});

test("when the network goes while it stands there, its age is known too", async () => {
  signIn();
  const one = page();
  await one.show();
  const read_at = now;
  vi.setSystemTime((now += 3_600_000));
  signIn(noNetwork);
  await one.load();
  expect([one.readAt.value, one.problem.value?.isNetwork]).toEqual([read_at, true]);
});

test("an answer that comes when its person has signed out, or somebody else has the phone, leaves nothing on it", async () => {
  for (const next of [null, "another"]) {
    const late = held();
    let begun = () => {};
    const isAsked = new Promise<void>((go) => (begun = go));
    signIn((url) => (kindOf(url) === "peers" ? (begun(), late.answer) : good(url)));
    const shown = page().show();
    await isAsked;
    setAuthor(next);
    await wipe();
    late.come(json({ items: [] }));
    await shown;
    expect(await copy()).toBeUndefined();
  }
});

test.each([403, 404])("what the server shows no more (%i) goes from screen and phone, and leaves no empty place behind", async (status) => {
  signIn();
  await page().show();
  area = `${AREA}056`;
  await page().show();
  area = AREA;
  signIn(() => refusal(status));
  const one = page();
  await one.show();
  expect([one.missing.value, one.read.value, one.readAt.value]).toEqual([true, null, null]);
  expect(await (await readDb()).getAllKeys("kept")).toEqual([keyOf({ code: "EC029", area: `${AREA}056` })]);
});

test("a refusal that comes when another place is shown takes nothing from that one", async () => {
  const late = held();
  signIn((url) => (url.searchParams.get("area") === AREA && kindOf(url) === "whole" ? late.answer : good(url)));
  const one = page();
  const first = one.show();
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0));
  area = "330103006";
  await one.show();
  late.come(refusal(404));
  await first;
  expect([one.read.value?.whole.area.code, one.missing.value]).toEqual(["330103006", false]);
});

test("the newest few stay on the phone, a fortnight long, and nothing else is touched", async () => {
  await keep("duty", { person: "me" });
  signIn();
  for (let n = 0; n <= MOST; n++) {
    area = `p${n}`;
    vi.setSystemTime((now += 1_000));
    await page().show();
  }
  const keys = await (await readDb()).getAllKeys("kept");
  expect([keys.length, keys.includes("indicator:EC029@p0"), keys.includes("indicator:EC029@p1"), keys.includes("duty")]).toEqual([MOST + 1, false, true, true]);
  await forgetEnded(now + 15 * DAY_MS);
  expect(await (await readDb()).getAllKeys("kept")).toEqual(["duty"]);
});

test("by other periods it is drawn beside what was read with it, and read anew nothing of before stays under the new moment", async () => {
  signIn();
  const one = page();
  await one.show();
  const first = now;
  vi.setSystemTime((now += 60_000));
  per = "month";
  await one.loadSeries();
  expect(Object.keys(one.read.value!.series)).toEqual(["period", "month"]);
  // The figure beside it is as old as it was.
  expect([one.readAt.value, (await copy())!.read_at]).toEqual([first, first]);
  await one.load();
  expect([Object.keys(one.read.value!.series), one.readAt.value]).toEqual([["month"], now]);
  expect(Object.keys((await copy())!.read.series)).toEqual(["month"]);
});

test("other periods asked for while an old copy is being read anew bring all of it, not a new line beside an old figure", async () => {
  signIn();
  await page().show();
  value = 2;
  const late = held();
  let isFirst = true;
  signIn((url) => (kindOf(url) === "whole" && isFirst ? ((isFirst = false), late.answer) : good(url)));
  const one = page();
  const first = one.show();
  await vi.waitFor(() => expect(isFirst).toBe(false));
  expect(figureOf(one)).toBe(1);
  per = "month";
  vi.setSystemTime((now += 60_000));
  await one.loadSeries();
  expect([figureOf(one), Object.keys(one.read.value!.series), one.readAt.value]).toEqual([2, ["month"], now]);
  late.come(json(answerOf(new URL(`https://cockpit.test/api/indicators/EC029?area=${AREA}`))));
  await first;
  expect(Object.keys(one.read.value!.series)).toEqual(["month"]);
});

test("after a failure other periods do not make an old figure pass for new", async () => {
  signIn();
  await page().show();
  signIn(noNetwork);
  const one = page();
  await one.show();
  value = 2;
  per = "month";
  signIn((url) => (kindOf(url) === "series" ? good(url) : refusal(502)));
  await one.loadSeries();
  expect([figureOf(one), one.problem.value?.status]).toEqual([1, 502]);
  signIn();
  await one.loadSeries();
  expect([figureOf(one), one.problem.value]).toEqual([2, null]);
});

test("each question names a copy that nobody has, so that the browser keeps none", async () => {
  signIn();
  const one = page();
  await one.show();
  per = "month";
  await one.loadSeries();
  expect(asked.map(({ at }) => at).sort()).toEqual(["corrections", "parts", "peers", "series", "series", "whole"]);
  expect(new Set(asked.map(({ headers }) => headers.get("If-None-Match")))).toEqual(new Set(['"none"']));
});

const wholeOf = () => ({ definition, area: { code: AREA } }) as unknown as IndicatorWhole;

test("a line that cannot be had is told and keeps no other back", async () => {
  signIn((url) => (url.searchParams.get("area") === "bad" ? refusal(404) : good(url)));
  const { found, error, fetchLines } = useLines(() => ({ whole: wholeOf(), per, beside: ["bad", "330103006"] }));
  await fetchLines();
  expect([Object.keys(found.value), error.value]).toEqual([[AREA, "330103006"], "refused 404"]);
});

test("a failure of the periods before does not mark those that are chosen now", async () => {
  const late = held();
  signIn((url) => (url.searchParams.get("per") === "month" ? good(url) : late.answer));
  const { found, error, forget, fetchLines } = useLines(() => ({ whole: wholeOf(), per, beside: [] }));
  const before = fetchLines();
  forget();
  per = "month";
  await fetchLines();
  late.come(refusal(500));
  await before;
  expect([found.value[AREA], error.value]).toEqual([[{ value: 1, per: "month" }], ""]);
});

test("lines are asked for once, and again when the page is looked at again", async () => {
  signIn();
  const { found, fetchLines } = useLines(() => ({ whole: wholeOf(), per, beside: ["330103006"] }));
  await Promise.all([fetchLines(), fetchLines()]);
  await fetchLines();
  expect(asked).toHaveLength(2);
  value = 2;
  await fetchLines(true);
  expect(found.value[AREA]).toEqual([{ value: 2, per: "period" }]);
});
