/** Words for a plan's blanks that the phone knows already: where, how far, and whom to call. Typing costs seconds. */
import type { Words } from "@/i18n";
import type { Slot } from "@/platform/shapes";
import { width } from "./width";

/** `places`: the chosen areas by both their names; `radius_m` of a circle; `phone`: the commander's own. */
export interface Known { places: { name_zh: string; name_en: string }[]; radius_m: number | null; phone: string | null }

/** In both languages; what does not fit is not said at all. */
export function suggested(slots: Slot[], { places, radius_m, phone }: Known): Record<string, Words> {
  const known: Record<string, Words | null> = {
    place: places.length ? { zh: places.map((area) => area.name_zh).join("、"), en: places.map((area) => area.name_en).join(", ") } : null,
    radius: radius_m === null ? null : { zh: `${radius_m}米`, en: `${radius_m} m` },
    phone: phone ? { zh: phone, en: phone } : null,
  };
  const fits = (slot: Slot) => Object.values(known[slot.name] ?? {}).every((word) => width(word) <= slot.max_length);
  return Object.fromEntries(slots.filter((slot) => known[slot.name] && fits(slot)).map((slot) => [slot.name, known[slot.name]!]));
}
