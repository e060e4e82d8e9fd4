/** Addresses that hand a place over to the phone's own map, each in the coordinates it wants. */
import { toGcj02 } from "./gcj02";

interface At { lng: number; lat: number }

const short = (number: number) => number.toFixed(6);

/** The system's map app, or null where no address opens one. */
export function systemMap(to: At, name: string, agent: string = navigator.userAgent): string | null {
  const place = `${short(to.lat)},${short(to.lng)}`;
  if (/Android/.test(agent)) return `geo:${place}?q=${place}(${encodeURIComponent(name)})`;
  if (/iPhone|iPad|iPod/.test(agent)) return `maps://?daddr=${place}&dirflg=w&q=${encodeURIComponent(name)}`;
  return null;
}

/** AMap on the web, which opens its app where there is one; walking, in its own shifted degrees. */
export function amap(to: At, name: string): string {
  const { lng, lat } = toGcj02(to);
  return `https://uri.amap.com/navigation?to=${short(lng)},${short(lat)},${encodeURIComponent(name)}&mode=walk&coordinate=gaode&callnative=1`;
}
