/** Where the phone is, as a form's field has it: asked for by a tap, the best of some seconds. */
import { ref } from "vue";

export interface Position { lng_wgs84: number; lat_wgs84: number; accuracy_m?: number }
const ENOUGH_M = 30;
const PATIENCE_MS = 12_000;
const PLACES = 6;
export type Asking = "off" | "watching" | "denied" | "none";

const exact = (degrees: number) => Number(degrees.toFixed(PLACES));
export const asPosition = ({ coords }: Pick<GeolocationPosition, "coords">): Position => ({ lng_wgs84: exact(coords.longitude), lat_wgs84: exact(coords.latitude), accuracy_m: Math.round(coords.accuracy) });

export function usePosition(found: (position: Position) => void) {
  const state = ref<Asking>("off");
  let watching: number | null = null;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let best: Position | null = null;

  function measure(): void {
    if (!("geolocation" in navigator)) return void (state.value = "none");
    stop();
    [best, state.value] = [null, "watching"];
    patience = setTimeout(() => end(best ? "off" : "none"), PATIENCE_MS);
    watching = navigator.geolocation.watchPosition(heard, (error) => error.code === error.PERMISSION_DENIED && end("denied"), { enableHighAccuracy: true, maximumAge: 0, timeout: PATIENCE_MS });
  }

  function heard(position: GeolocationPosition): void {
    const here = asPosition(position);
    if (!best || here.accuracy_m! <= best.accuracy_m!) found((best = here));
    if (here.accuracy_m! <= ENOUGH_M) end("off");
  }

  function end(after: Asking): void {
    stop();
    state.value = after;
  }

  function stop(): void {
    clearTimeout(patience);
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    watching = null;
  }
  return { state, measure, stop };
}
