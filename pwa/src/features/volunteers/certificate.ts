/** What a certificate says, asked by whoever holds it: no account, nothing kept. */
import { language } from "@/i18n";
import { networkProblem, problemFrom } from "@/platform/problem";
import type { Certificate } from "@/platform/shapes";

export type Verdict = "valid" | "revoked" | "unknown";
export interface Checked { verdict: Verdict; said: Certificate | null }
const WORDS: Record<string, Verdict> = { "certificate.revoked": "revoked", "certificate.not_found": "unknown", "request.unstorable": "unknown", "request.not_found": "unknown" };

export async function check(seal: string): Promise<Checked> {
  const address = `/api/certificates/${encodeURIComponent(seal)}`;
  const response = await fetch(address, { headers: { "Accept-Language": language.value }, credentials: "omit" }).catch(() => {
    throw networkProblem();
  });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body) return { verdict: "valid", said: body as Certificate };
  const problem = problemFrom(response.status, body);
  const verdict = WORDS[problem.code];
  if (!verdict) throw problem;
  return { verdict, said: null };
}
