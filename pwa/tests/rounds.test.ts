/** Who asks for a round while one runs is not forgotten, and neither is how urgent it was. */
import { expect, test } from "vitest";
import { rounds } from "@/offline/rounds";
import type { Force } from "@/offline/sender";

/** Rounds that end when they are told to. */
function held() {
  const begun: Force[] = [];
  const ends: (() => void)[] = [];
  const ask = rounds((force) => new Promise<void>((resolve) => (begun.push(force), ends.push(resolve))));
  const end = async () => (ends.shift()?.(), await new Promise((resolve) => setTimeout(resolve)));
  return { ask, begun, end };
}

test("one asked for while another runs follows it, as urgent as the most urgent who asked", async () => {
  const { ask, begun, end } = held();
  void ask();
  void ask("unless_told");
  void ask();
  expect(begun).toEqual([false]);
  await end();
  expect(begun).toEqual([false, "unless_told"]);
  void ask(true);
  void ask("unless_told");
  await end();
  await end();
  expect(begun).toEqual([false, "unless_told", true]);
});

test("whoever asked waits until nothing is asked any more", async () => {
  const { ask, end } = held();
  let over = false;
  void ask().then(() => (over = true));
  void ask();
  await end();
  expect(over).toBe(false);
  await end();
  expect(over).toBe(true);
});

test("a round that fails is told to whoever asked, and the next one runs", async () => {
  const begun: Force[] = [];
  const ask = rounds(async (force) => {
    begun.push(force);
    if (begun.length === 1) throw new Error("no network");
  });
  await expect(ask()).rejects.toThrow("no network");
  await ask(true);
  expect(begun).toEqual([false, true]);
});
