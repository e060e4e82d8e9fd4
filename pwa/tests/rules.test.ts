/** What the browser's rules of modules say where the server's have spoken; tests/modules/test_agreement.py and `make conformance` make the file. */
import { expect, test } from "vitest";
import { evaluate, WORDS } from "@/features/modules/rules/evaluate";
import type { Spec } from "@/features/modules/rules/spec";
import { run, type Test } from "@/features/modules/rules/trial";

interface Made {
  words: string[];
  cases: { rule: unknown; data: unknown; today: string; value: unknown }[];
  modules: { module: Spec & { tests: Test[] }; outcomes: object[] }[];
}
const file = import.meta.env.VITE_RULES_FILE as string | undefined;
const TIMEOUT_MS = 600_000;

/** Names in one order, for nothing hangs on theirs. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, one]) => [name, sorted(one)]));
};
const isSame = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

test.skipIf(!file)("both engines say the same of every rule and of every module's tests", { timeout: TIMEOUT_MS }, async () => {
  const { words, cases, modules } = ((await import(/* @vite-ignore */ file!)) as { default: Made }).default;
  expect([...WORDS].sort()).toEqual([...words].sort());
  const differing: unknown[] = [];
  for (const { rule, data, today, value } of cases) {
    const said = evaluate(rule, data, today);
    if (!isSame(said, value)) differing.push({ rule, data, server: value, browser: said });
  }
  const tests = modules.flatMap(({ module, outcomes }) => module.tests.map((one, at) => ({ module, one, server: outcomes[at] })));
  for (const { module, one, server } of tests) {
    const browser = run(module, one);
    if (!isSame(browser, server)) differing.push({ module: module.id, test: one.title, server, browser });
  }
  expect(differing.slice(0, 5).map((one) => JSON.stringify(one))).toEqual([]);
  console.warn(`agreed on ${cases.length} rules and ${tests.length} tests of ${modules.length} modules`);
});
