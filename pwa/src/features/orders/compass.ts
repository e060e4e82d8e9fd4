/** Which way this phone points, where it can tell; iPhones must be asked on a tap. */
import { onUnmounted, ref } from "vue";

interface Turned extends DeviceOrientationEvent { webkitCompassHeading?: number }
type Asking = typeof DeviceOrientationEvent & { requestPermission?: () => Promise<"granted" | "denied"> };

/** Degrees clockwise from north to the top of the screen, or null when the event does not say where north is. */
export function headingOf(event: { alpha: number | null; absolute?: boolean; webkitCompassHeading?: number }, screenTurn: number): number | null {
  const { webkitCompassHeading, alpha, absolute } = event;
  if (typeof webkitCompassHeading === "number" && webkitCompassHeading >= 0) return (webkitCompassHeading + screenTurn + 360) % 360;
  if (!absolute || alpha === null) return null;
  return (360 - alpha + screenTurn + 360) % 360;
}

/** The way from one direction to another that an arrow should turn: never the long way round. */
export const turnTo = (from: number, to: number): number => from + ((((to - from) % 360) + 540) % 360) - 180;

export function useCompass() {
  const heading = ref<number | null>(null);
  let listening = false;

  /** Must be called from a tap: iPhones refuse to ask otherwise. */
  async function start(): Promise<void> {
    if (listening || !("DeviceOrientationEvent" in globalThis)) return;
    // An arrow that keeps turning is motion; with reduced motion it points on a map whose top is north.
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const ask = (DeviceOrientationEvent as Asking).requestPermission;
    if (ask && (await ask.call(DeviceOrientationEvent).catch(() => "denied")) !== "granted") return;
    listening = true;
    for (const kind of ["deviceorientationabsolute", "deviceorientation"]) addEventListener(kind, turned as EventListener);
  }

  function turned(event: Turned): void {
    const found = headingOf(event, screen.orientation?.angle ?? 0);
    if (found === null) return;
    heading.value = heading.value === null ? found : turnTo(heading.value, found);
  }

  onUnmounted(() => {
    for (const kind of ["deviceorientationabsolute", "deviceorientation"]) removeEventListener(kind, turned as EventListener);
  });
  return { heading, start };
}
