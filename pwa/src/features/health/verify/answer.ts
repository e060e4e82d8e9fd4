/** What a verifier says of a code, and what it goes by: the list of keys and revocations that the phone has. */
import { Unreadable } from "./unreadable";
import { isSignedBy, opened, type Signed } from "./cose";
import { fromBase45, inflated, without } from "./wire";

export type Colour = "unknown" | "green" | "yellow" | "red";
export type Why = "ok" | "format" | "unknown_key" | "signature" | "clock" | "expired" | "revoked" | "key_usage" | "not_accepted";

export interface TrustedKey { kid: string; provider: string; jwk: Record<string, string>; usages: string[] }
export interface Trust {
  keys: TrustedKey[]; revoked_keys: string[]; revoked: string; fresh_s: number; grace_s: number; skew_s: number;
  dcc: { test_hours: Record<string, number>; recovery_days: [number, number]; vaccination_days: [number, number] };
}
export interface Answer {
  why: Why; provider: string | null; colour: Colour;
  /** Stands for the person at this provider, and is nobody's name. */
  subject: string | null; issued_at: number | null; expires_at: number | null;
  /** Past its time, and taken because its phone may have had no network. */
  aged: boolean;
  /** To compare with a paper; shown, never kept. */
  holder?: { name: string; born: string; kind: string };
}

export const no = (why: Why, provider: string | null = null): Answer => ({ why, provider, colour: "unknown", subject: null, issued_at: null, expires_at: null, aged: false });

export class Refused extends Error {
  constructor(readonly why: Why) {
    super(why);
  }
}

/** Read, its key known and not revoked, its signature good; with the keys that have signed it. */
export async function believed(text: string, prefix: string, provider: string, algs: number[], trust: Trust): Promise<[Signed, TrustedKey[]]> {
  const signed = opened(inflated(fromBase45(without(prefix, text))));
  if (!algs.includes(signed.alg)) throw new Refused("format");
  if (trust.revoked_keys.includes(signed.kid)) throw new Refused("revoked");
  const keys = trust.keys.filter((key) => key.provider === provider && key.kid === signed.kid);
  if (!keys.length) throw new Refused("unknown_key");
  const good = await Promise.all(keys.map((key) => isSignedBy(signed, key.jwk)));
  const signers = keys.filter((_, at) => good[at]);
  if (!signers.length) throw new Refused("signature");
  return [signed, signers];
}

/** Turns what stopped the reading into an answer. */
export async function answered(provider: string, read: () => Promise<Answer>): Promise<Answer> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Refused) return no(error.why, provider);
    if (error instanceof Unreadable) return no("format", provider);
    throw error;
  }
}
