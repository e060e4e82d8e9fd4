/** The list that this phone verifies by: fetched whenever there is a network, kept for where there is none, with its age. */
import { ref } from "vue";
import { keep, kept } from "@/offline/read-db";
import { api, take } from "@/platform/api";
import { serverNow } from "@/platform/clock";
import type { TrustList } from "@/platform/shapes";
import type { Answer, Trust } from "./verify/answer";

const NAME = "health_trust";
/** From then on the gate says that its list is old: a key or a revocation may be missing. */
export const OLD_MS = 12 * 3_600_000;

export const trust = ref<TrustList | null>(null);

/** As this phone has it. */
export async function knownTrust(): Promise<void> {
  trust.value ??= (await kept<TrustList>(NAME).catch(() => undefined)) ?? null;
}

export async function loadTrust(): Promise<void> {
  await knownTrust();
  try {
    trust.value = await take(api.GET("/api/gate/trust-list", {}));
    await keep(NAME, JSON.parse(JSON.stringify(trust.value))).catch(() => {});
  } catch {
    // What the phone has stays; the gate says how old it is.
  }
}

export const isOld = () => !trust.value || serverNow() - Date.parse(trust.value.issued_at) > OLD_MS;

const verifier = () => import("./verify/verify");

/** What the first code would wait for, fetched while nobody stands there yet. */
export const keepVerifier = (): Promise<unknown> => Promise.all([verifier(), import("@/offline/sealing")]);

/** Null: without a list nothing can be said. */
export async function answerOf(text: string): Promise<Answer | null> {
  if (!trust.value) return null;
  const { verify } = await verifier();
  return verify(text, trust.value as unknown as Trust, Math.floor(serverNow() / 1_000));
}
