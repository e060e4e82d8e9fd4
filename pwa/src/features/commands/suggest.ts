/** Words for a plan's blanks that the phone knows already: where, how far, and whom to call. Typing costs seconds. */
import type { Slot } from "@/platform/shapes";
import { width } from "./width";

/** `place`: names from the largest to the smallest; `radius_m` of a circle; `phone`: the commander's own. */
export interface Known { places: string[]; radius_m: number | null; phone: string | null }

export function suggested(slots: Slot[], { places, radius_m, phone }: Known): Record<string, string> {
  const known: Record<string, string | null> = { place: fitting(places, slots.find((slot) => slot.name === "place")?.max_length ?? 0), radius: radius_m === null ? null : `${radius_m}米`, phone };
  const fits = slots.filter((slot) => known[slot.name] && width(known[slot.name]!) <= slot.max_length);
  return Object.fromEntries(fits.map((slot) => [slot.name, known[slot.name]!]));
}

/** As many names as there is room for; a list that would be cut says nothing. */
function fitting(places: string[], most: number): string | null {
  const all = places.join("、");
  return all && width(all) <= most ? all : null;
}
