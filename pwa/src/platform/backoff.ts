/** Knows how long to wait before the next try: exponential with jitter, never over a limit. */
export function backoff(tries: number, { base = 2_000, limit = 60_000, random = Math.random } = {}): number {
  const full = Math.min(limit, base * 2 ** Math.max(0, tries - 1));
  return Math.round(full / 2 + (random() * full) / 2);
}

/** Milliseconds asked for by Retry-After (seconds or a date), or null. */
export function retryAfter(header: string | null, now: number = Date.now()): number | null {
  if (!header) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
