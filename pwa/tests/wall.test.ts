/** What a screen on a wall is drawn from: dots that lie together, and the cases that press most. */
import { expect, test, vi } from "vitest";
import type { IncidentRow } from "@/platform/shapes";

const look = { matches: false, addEventListener: () => {} };
vi.stubGlobal("matchMedia", () => look);
const { marks } = await import("@/pages/wall");
const { merged } = await import("@/features/incidents/wall");

test("dots that lie together are one with their number, in the colour of the worst, and the large ones lie below", () => {
  const drawn = marks([{ at: [500, 500], look: "done" }, { at: [10, 10], look: "act" }, { at: [20, 20], look: "late" }]);
  expect(drawn).toEqual([{ x: 15, y: 15, n: 2, look: "late", r: 12 }, { x: 500, y: 500, n: 1, look: "done", r: 9 }]);
});

test("no group grows beyond its square", () => {
  expect(marks(Array.from({ length: 5_000 }, () => ({ at: [10, 10] as [number, number], look: "act" as const })))[0]).toMatchObject({ n: 5_000, r: 22 });
});

const row = (id: string) => ({ id }) as IncidentRow;

test("urgent cases stand before late ones, and none of them twice", () => {
  expect(merged([row("a"), row("b")], [row("b"), row("c")], 4).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(merged([row("a"), row("b")], [row("c")], 2).map(({ id }) => id)).toEqual(["a", "b"]);
});
