/** Where a report was made: the best of what the phone measures in a quarter of a minute, then frozen. */
import { onUnmounted, ref } from "vue";
import type { Fix } from "@/offline/report-drafts";

export const ENOUGH_M = 30;
export const PATIENCE_MS = 15_000;
/** A phone may first hand out where it was some time ago. */
const CACHED_MS = 2_000;
/** The satellites' clock against a phone's that is wrong: no position is kept for so long. */
const CLOCKS_DIFFER_MS = 12 * 3_600_000;
/** A photo taken later than this was perhaps taken elsewhere. */
const STILL_HERE_MS = 60_000;
export type PlaceState = "off" | "watching" | "frozen" | "denied" | "none";

export function fixFrom({ coords, timestamp }: Pick<GeolocationPosition, "coords" | "timestamp">, now: number): Fix {
  // Browsers do not say what measured it; a height comes from satellites.
  const source = coords.altitude !== null || coords.accuracy <= ENOUGH_M ? "gnss" : "network";
  return { lng: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, at: Math.abs(now - timestamp) > CLOCKS_DIFFER_MS ? now : Math.min(timestamp, now), source };
}

export const isFresh = (fix: Fix, since: number) => fix.at >= since - CACHED_MS;

/** What was measured now comes before what was remembered, the more exact before the less. */
export function better(one: Fix | null, other: Fix, since: number): Fix {
  if (!one || isFresh(one, since) !== isFresh(other, since)) return one && isFresh(one, since) ? one : other;
  return other.accuracy_m <= one.accuracy_m ? other : one;
}

export const isEnough = (fix: Fix, since: number) => isFresh(fix, since) && fix.accuracy_m <= ENOUGH_M;
export const isStillHere = (fix: Fix | null, now: number) => fix !== null && now - fix.at <= STILL_HERE_MS;

/** `found` hears each better position; after `frozen` nothing more comes until somebody begins anew. */
export function usePlace(found: (fix: Fix) => void) {
  const state = ref<PlaceState>("off");
  let watching: number | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let best: Fix | null = null;
  let since = 0;

  function begin(): void {
    if (!("geolocation" in navigator)) return void (state.value = "none");
    end();
    best = null;
    since = Date.now();
    state.value = "watching";
    patience = setTimeout(freeze, PATIENCE_MS);
    watching = navigator.geolocation.watchPosition(heard, missed, { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS });
  }

  function heard(position: GeolocationPosition): void {
    if (state.value !== "watching") return;
    best = better(best, fixFrom(position, Date.now()), since);
    // What was only remembered may still be bettered, and is used at the end alone.
    if (isFresh(best, since)) found(best);
    if (isEnough(best, since)) freeze();
  }

  function missed(error: GeolocationPositionError): void {
    if (error.code !== error.PERMISSION_DENIED) return;
    end();
    state.value = "denied";
  }

  function freeze(): void {
    end();
    if (best) found(best);
    state.value = best ? "frozen" : "none";
  }

  function end(): void {
    clearTimeout(patience);
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    watching = null;
  }

  onUnmounted(end);
  return { state, begin };
}
