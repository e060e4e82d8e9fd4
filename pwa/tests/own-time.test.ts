import { describe, expect, it } from "vitest";
import { ownTime } from "../scripts/own-time.mjs";

const thread = { pid: 1, tid: 2 };
const named = { ...thread, ph: "M", name: "thread_name", args: { name: "CrRendererMain" }, ts: 0 };
const task = { ...thread, ph: "X", name: "RunTask", ts: 1000, dur: 400, tts: 50, tdur: 100 };

describe("a trace in the main thread's own time", () => {
  it("lets a task last as long as the thread ran, and all in it begin and end within", () => {
    const call = { ...thread, ph: "X", name: "FunctionCall", ts: 1200, dur: 190, tts: 90, tdur: 55 };
    const [, told, inner] = ownTime([named, task, call]);
    expect([told.ts, told.dur]).toEqual([1000, 100]);
    expect([inner.ts, inner.dur]).toEqual([1040, 55]);
  });

  it("keeps what says nothing of the thread's time as a moment of its task", () => {
    const note = { ...thread, ph: "X", name: "V8.Note", ts: 1390, dur: 8 };
    const mark = { ...thread, ph: "R", name: "firstPaint", ts: 1399 };
    const [, , noted, marked] = ownTime([named, task, note, mark]);
    expect([noted.ts, noted.dur]).toEqual([1100, 0]);
    expect([marked.ts, "dur" in marked]).toEqual([1100, false]);
  });

  it("moves nothing between tasks or on other threads", () => {
    const idle = { ...thread, ph: "R", name: "loadEventEnd", ts: 1500 };
    const other = { pid: 1, tid: 9, ph: "X", name: "RunTask", ts: 1100, dur: 300, tts: 5, tdur: 20 };
    expect(ownTime([named, task, idle, other]).slice(2)).toEqual([idle, other]);
  });
});
