/** The slots of a plan inside its texts: found, put in at the cursor, filled, and measured at their longest. */
import { width } from "@/i18n/width";
import type { PlanContent, Texts } from "@/platform/shapes";

export const TITLE_WIDTH = 20;
export const BODY_WIDTH = 50;
export const DRILL: Record<Side, string> = { zh: "【演练】", en: "[EXERCISE] " };
export const SIDES = ["zh", "en"] as const;
export type Side = (typeof SIDES)[number];
export const KINDS = ["texts", "correction", "all_clear"] as const;
export type Kind = (typeof KINDS)[number];
export const PARTS = ["headline", "summary", "description", "instruction"] as const satisfies (keyof Texts)[];
export type Part = (typeof PARTS)[number];
type Slot = PlanContent["slots"][number];

const PLACE = /\{([a-z][a-z0-9_]*)\}/g;

/** Named in a text, one as often as it is named. */
export const placesOf = (text: string): string[] => [...text.matchAll(PLACE)].map((found) => found[1]!);

export function unknownIn(text: string, slots: Slot[]): string[] {
  const known = new Set(slots.map((slot) => slot.name));
  return [...new Set(placesOf(text))].filter((name) => !known.has(name));
}

/** How wide a text can become, as the server judges it. */
export function widest(text: string, slots: Slot[]): number {
  const room = new Map(slots.map((slot) => [slot.name, Number(slot.max_length) || 0]));
  return width(text.replace(PLACE, "")) + placesOf(text).reduce((sum, name) => sum + (room.get(name) ?? 0), 0);
}

/** Puts a piece in place of what is selected; the cursor comes to stand behind it. */
export function insertAt(text: string, start: number, end: number, piece: string): { text: string; cursor: number } {
  const [from, to] = start <= end ? [start, end] : [end, start];
  return { text: text.slice(0, from) + piece + text.slice(to), cursor: from + piece.length };
}

/** A text in stretches of plain words and slots. */
export function stretches(text: string): { text: string; slot?: string }[] {
  const found: { text: string; slot?: string }[] = [];
  let at = 0;
  for (const place of text.matchAll(PLACE)) {
    if (place.index > at) found.push({ text: text.slice(at, place.index) });
    found.push({ text: place[0], slot: place[1] });
    at = place.index + place[0].length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/** With the examples in the slots, and the mark of a drill: what somebody will read. */
export function filled(plan: PlanContent, kind: Kind, side: Side, exercise: boolean): Texts {
  const words = new Map(plan.slots.map((slot) => [slot.name, slot.example[side] || `{${slot.name}}`]));
  // A slot that begins an English text begins a sentence.
  const begun = (text: string) => (side === "en" ? text.slice(0, 1).toUpperCase() + text.slice(1) : text);
  const fill = (text: string) => begun(text.replace(PLACE, (whole, name: string) => words.get(name) ?? whole).trim());
  const texts = plan[kind][side];
  const mark = exercise ? DRILL[side] : "";
  return { headline: mark + fill(texts.headline), summary: fill(texts.summary), description: fill(texts.description), instruction: fill(texts.instruction) };
}

/** A slot that was called otherwise is so in every text. */
export function renameSlot(plan: PlanContent, from: string, to: string): void {
  for (const kind of KINDS) {
    for (const side of SIDES) {
      for (const part of PARTS) plan[kind][side][part] = plan[kind][side][part].replaceAll(`{${from}}`, `{${to}}`);
    }
  }
}
