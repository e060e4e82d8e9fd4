/** What the small map shows: the zone, the outlines around it, the assembly points, and me. */
import type { DangerZone, Shapes } from "@/platform/shapes";
import type { At, Rings } from "./geo";
import { boxOf, layOut, ringsOf, widened, type Sketch } from "./sketch";

export interface Marked extends At { letter: string; name: string }
export interface Outline { code: string; rings: Rings[]; name_zh: string; name_en: string }
export interface DangerDrawing { sketch: Sketch; zone: Rings[]; named: (Outline & { at: At | null })[]; around: Outline[] }

const MOST_OUTLINES = 150;
/** The drawn zone says more than a name where there is one. */
const zoneOf = (place: DangerZone): Rings[] => ringsOf(place.polygon);

function outlines(shapes: Shapes | null): (Outline & { level: string })[] {
  return (shapes?.features ?? []).map(({ properties, geometry }) => ({
    code: properties.code, level: properties.level, name_zh: properties.name_zh, name_en: properties.name_en, rings: ringsOf(geometry),
  }));
}

/** The rings that somebody may stand inside of: what was drawn, else the areas by their outlines. */
export function dangerRings(place: DangerZone, shapes: Shapes | null): Rings[] {
  const drawn = zoneOf(place);
  if (drawn.length || place.circle) return drawn;
  const codes = new Set(place.areas.map((area) => area.code));
  return outlines(shapes).filter(({ code }) => codes.has(code)).flatMap(({ rings }) => rings);
}

/** null: nothing is known that could be drawn. */
export function drawing(place: DangerZone, shapes: Shapes | null, points: Marked[], here: At | null): DangerDrawing | null {
  const all = outlines(shapes);
  const byCode = new Map(all.map((one) => [one.code, one]));
  const zone = zoneOf(place);
  const named = place.areas.flatMap((area) => {
    const at = area.lng_wgs84 !== null && area.lat_wgs84 !== null ? { lng: area.lng_wgs84, lat: area.lat_wgs84 } : null;
    const rings = byCode.get(area.code)?.rings ?? [];
    return at || rings.length ? [{ code: area.code, name_zh: area.name_zh, name_en: area.name_en, rings, at }] : [];
  });
  // The areas say who is called; the map is about where it happened, if that was drawn.
  const box = boxOf(place.circle, zone, []) ?? boxOf(null, named.flatMap(({ rings }) => rings), named.flatMap(({ at }) => at ?? []));
  if (!box) return null;
  const sketch = layOut(widened(box, [...points, ...(here ? [here] : [])]));
  const codes = new Set(place.areas.map(({ code }) => code));
  const around = all.filter((one) => !codes.has(one.code) && one.level !== "district").slice(0, MOST_OUTLINES);
  return { sketch, zone, named, around };
}
