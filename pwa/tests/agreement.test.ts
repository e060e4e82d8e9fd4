/** What the browser's verifier says of codes that the server has judged; tests/health/test_agreement.py and `make conformance` make the file. */
import { expect, test } from "vitest";
import { verify } from "@/features/health/verify/verify";
import type { Answer, Trust } from "@/features/health/verify/answer";

interface Made { now: number; trust: Trust; codes: { text: string; answer: Answer; now?: number; trust?: Trust }[] }
const file = import.meta.env.VITE_CODES_FILE as string | undefined;

test.skipIf(!file)("both verifiers say the same of every code", { timeout: 600_000 }, async () => {
  const { now, trust, codes } = ((await import(/* @vite-ignore */ file!)) as { default: Made }).default;
  const differing: unknown[] = [];
  for (const { text, answer, ...own } of codes) {
    // Names are for the gate's screen alone.
    const said: Answer = { ...(await verify(text, own.trust ?? trust, own.now ?? now)) };
    delete said.holder;
    if (JSON.stringify(sorted(said)) !== JSON.stringify(sorted(answer))) differing.push({ text, server: answer, browser: said });
  }
  expect(differing.slice(0, 5)).toEqual([]);
  console.warn(`agreed on ${codes.length}`);
});

const sorted = (answer: object) => Object.entries(answer).sort(([one], [other]) => one.localeCompare(other));
