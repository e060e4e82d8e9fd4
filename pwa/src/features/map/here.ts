/** Where this phone is: asked for on a tap, followed while the map is open, kept nowhere. */
import { onUnmounted, ref } from "vue";

export interface Here { lng: number; lat: number; accuracy_m: number }

export function useHere() {
  const here = ref<Here | null>(null);
  const state = ref<"off" | "asking" | "on" | "denied" | "unavailable">("off");
  let watching: number | null = null;

  function follow(): void {
    if (!("geolocation" in navigator)) return void (state.value = "unavailable");
    if (watching !== null) return;
    state.value = "asking";
    watching = navigator.geolocation.watchPosition(found, missed, { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 });
  }

  function found({ coords }: GeolocationPosition): void {
    here.value = { lng: coords.longitude, lat: coords.latitude, accuracy_m: coords.accuracy };
    state.value = "on";
  }

  function missed({ code, PERMISSION_DENIED }: GeolocationPositionError): void {
    if (here.value && code !== PERMISSION_DENIED) return;
    stop();
    here.value = null;
    state.value = code === PERMISSION_DENIED ? "denied" : "unavailable";
  }

  function stop(): void {
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    watching = null;
  }

  onUnmounted(stop);
  return { here, state, follow };
}
