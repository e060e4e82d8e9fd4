/** Where this phone is: asked for on a tap, followed while the screen is open, kept nowhere. */
import { computed, onUnmounted, ref } from "vue";
import type { At } from "./geo";

export interface Here extends At { accuracy_m: number; at: number }
export type PositionState = "off" | "asking" | "on" | "denied" | "unavailable";

const LOST_AFTER_MS = 30_000;

export function usePosition() {
  const here = ref<Here | null>(null);
  const state = ref<PositionState>("geolocation" in navigator ? "off" : "unavailable");
  let watching: number | null = null;

  function follow(): void {
    if (watching !== null || !("geolocation" in navigator)) return;
    state.value = "asking";
    watching = navigator.geolocation.watchPosition(found, missed, { enableHighAccuracy: true, maximumAge: 5_000, timeout: LOST_AFTER_MS });
  }

  function found({ coords, timestamp }: GeolocationPosition): void {
    here.value = { lng: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy, at: timestamp };
    state.value = "on";
  }

  function missed(error: GeolocationPositionError): void {
    if (error.code === error.PERMISSION_DENIED) {
      stop();
      here.value = null;
      state.value = "denied";
    } else if (!here.value) state.value = "unavailable";
  }

  function stop(): void {
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    watching = null;
  }

  /** Whoever allowed it before is not asked again: then the map can show it at once. */
  async function followIfAllowed(): Promise<void> {
    const answer = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
    if (answer?.state === "granted") follow();
  }

  onUnmounted(stop);
  return { here, state, follow, followIfAllowed, asked: computed(() => state.value !== "off") };
}
