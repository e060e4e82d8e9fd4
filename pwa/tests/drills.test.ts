/** Planning a drill, and how its times are said. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beijingDay, newDrill, TEST_PLAN } from "@/features/commands/drill-draft";
import { spent, until, verdict, percent } from "@/features/commands/drills";
import type { Plan } from "@/platform/shapes";

const MONDAY = Date.parse("2026-03-02T17:30:00Z");
const plan = (code: string, needs: string[] = []) =>
  ({ code, version: 3, title: { zh: `预案${code}`, en: code }, roles: ["grid_worker"], slots: needs.map((name) => ({ name, required: true })) }) as unknown as Plan;

beforeEach(() => void vi.useFakeTimers({ now: MONDAY }));
afterEach(() => void vi.useRealTimers());

describe("a drill being planned", () => {
  it("starts tomorrow at ten in Beijing, which is already Tuesday", () => {
    expect(beijingDay(MONDAY)).toBe("2026-03-03");
    expect(newDrill().startsAt.value).toBe("2026-03-04T10:00:00+08:00");
  });

  it("says step by step what is missing", () => {
    const { draft, choose, missing } = newDrill();
    expect(missing()).toBe("drills.form.need_plan");
    choose(plan("fire", ["place"]));
    expect(missing()).toBe("drills.form.need_slots");
    draft.slots = { place: "柳营小区" };
    expect(missing()).toBe("");
    draft.step = 1;
    expect(missing()).toBe("drills.form.need_area");
    draft.areas = ["330103005"];
    expect(missing()).toBe("");
    draft.step = 2;
    draft.date = "2026-03-03";
    draft.time = "01:29";
    expect(missing()).toBe("drills.form.past_time");
    draft.time = "01:31";
    expect(missing()).toBe("");
    draft.date = "2027-04-01";
    expect(missing()).toBe("drills.form.past_time");
  });

});

describe("its name and its id", () => {
  it("takes the plan's name until somebody gives it another", () => {
    const { draft, choose } = newDrill();
    choose(plan(TEST_PLAN));
    choose(plan("fire"));
    expect(draft.name).toContain("drills.form.name_of");
    draft.name = "我的演练";
    choose(plan("gas_leak"));
    expect(draft.name).toBe("我的演练");
  });

  it("is the same drill on a second try, and another one after a refusal", () => {
    const { draft, choose, sealed, reopen } = newDrill();
    choose(plan("fire"));
    draft.start = "now";
    draft.repeats = "monthly";
    const first = sealed();
    expect(sealed()).toEqual(first);
    expect([first.starts_at, first.repeats]).toEqual([null, "none"]);
    expect(first.stamps?.confirmed).toBe(new Date(MONDAY).toISOString());
    reopen();
    expect(sealed().id).not.toBe(first.id);
  });
});

describe("its figures", () => {
  it("are never a nought where nothing was due", () => {
    expect([verdict(true), verdict(false), verdict(null)]).toEqual(["pass", "fail", "nothing"]);
    expect([percent(null), percent(0), percent(0.9048), percent(0.9991), percent(1)]).toEqual([null, "0%", "90%", "99.9%", "100%"]);
  });

  it("name a time by its size", () => {
    expect([spent(41.197), spent(119.6), spent(155.6), spent(300)]).toEqual(["drills.score.seconds", "drills.score.seconds", "drills.score.minutes", "drills.score.whole_minutes"]);
    expect(until({ state: "planned", starts_at: "2026-03-05T17:31:00Z" }, MONDAY)).toBe("3天后");
    expect(until({ state: "planned", starts_at: "2026-03-02T20:29:00Z" }, MONDAY)).toBe("2小时后");
    expect(until({ state: "started", starts_at: "2026-03-02T17:00:00Z" }, MONDAY)).toBe("drills.running");
  });
});
