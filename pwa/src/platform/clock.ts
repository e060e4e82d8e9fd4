/** Knows how far the phone's clock is from the server's; receipts carry the difference. */
const KEY = "clock_offset_ms";
let offset = Number(globalThis.localStorage?.getItem(KEY) ?? 0);

/** Device time minus server time, in milliseconds. */
export const clockOffset = () => offset;

/** Now, by the server's clock. */
export const serverNow = () => Date.now() - offset;

const JUMP_MS = 20_000;

/** Each answer says the server's time to the second: where this clock was set meanwhile, it is measured again. */
export function checkClock(date: string | null): void {
  if (date && Math.abs(Date.now() - Date.parse(date) - offset) > JUMP_MS) void measureClock();
}

export async function measureClock(): Promise<void> {
  const before = Date.now();
  try {
    const response = await fetch("/api/time", { signal: AbortSignal.timeout(5_000) });
    const { now } = (await response.json()) as { now: string };
    const middle = (before + Date.now()) / 2;
    offset = Math.round(middle - Date.parse(now)) || 0;
    localStorage.setItem(KEY, String(offset));
  } catch {
    // Offline: the last measured difference stays the best guess.
  }
}
