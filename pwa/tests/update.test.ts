/** Whom the page tells what happened, before and after somebody asked for the newer version. */
import { beforeEach, expect, test, vi } from "vitest";
import { registerWorker, tellWorker, updateNow } from "@/platform/worker";

const told: [string, object][] = [];
const named = (name: string) => ({ postMessage: (message: object) => told.push([name, message]) });
const registration = Object.assign(new EventTarget(), { waiting: named("new") as object | null, active: named("old") });

beforeEach(() => {
  vi.useFakeTimers();
  const serviceWorker = Object.assign(new EventTarget(), { controller: {}, register: async () => registration, getRegistration: async () => registration });
  vi.stubGlobal("navigator", { serviceWorker });
  vi.stubEnv("DEV", false);
  told.length = 0;
});

test("the old worker is left alone once a newer one was asked for", async () => {
  await registerWorker();
  await tellWorker({ kind: "settled" });
  updateNow();
  await tellWorker({ kind: "decided" });
  registration.waiting = null;
  registration.active = named("new, active");
  await tellWorker({ kind: "settled" });
  expect(told).toEqual([["old", { kind: "settled" }], ["new", { kind: "activate" }], ["new", { kind: "decided" }], ["new, active", { kind: "settled" }]]);
});
