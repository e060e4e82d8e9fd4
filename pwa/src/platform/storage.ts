/** How much of the phone's storage the app uses, and whether the browser promised to keep it. */
import { ref } from "vue";

export interface Storage { used: number; quota: number; persistent: boolean | null }
export const storage = ref<Storage | null>(null);
/** The browser's answer to the last request; null before one. */
export const asked = ref<"kept" | "refused" | null>(null);

export async function measureStorage(): Promise<void> {
  const [estimate, persistent] = await Promise.all([
    navigator.storage?.estimate?.().catch(() => null),
    navigator.storage?.persisted?.().catch(() => null),
  ]);
  storage.value = estimate ? { used: estimate.usage ?? 0, quota: estimate.quota ?? 0, persistent: persistent ?? null } : null;
}

/** Chromium decides by itself, Firefox asks the person: so only on a tap. */
export async function askToKeep(): Promise<void> {
  asked.value = (await navigator.storage?.persist?.().catch(() => false)) ? "kept" : "refused";
  await measureStorage();
}

/** As a person reads it. */
export function inMegabytes(bytes: number): string {
  const mega = bytes / 1_048_576;
  if (mega < 0.1) return `${Math.ceil(bytes / 1_024)} KB`;
  return mega >= 1_024 ? `${(mega / 1_024).toFixed(1)} GB` : mega >= 10 ? `${Math.round(mega)} MB` : `${mega.toFixed(1)} MB`;
}
