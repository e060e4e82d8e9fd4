/** A plan's text cut at its blanks, so that each word can be seen for what it is: agreed on before, or said now. */
import type { Slot } from "@/platform/shapes";

export interface Piece { text: string; slot?: Slot; said: boolean }
const BLANK = /\{([a-z][a-z0-9_]*)\}/g;

export function pieces(template: string, slots: Slot[], given: Record<string, string>, labelOf: (slot: Slot) => string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of template.matchAll(BLANK)) {
    const slot = slots.find((one) => one.name === match[1]);
    if (match.index > from) found.push({ text: template.slice(from, match.index), said: true });
    const word = slot ? (given[slot.name] ?? "").trim() : "";
    if (slot && (word || slot.required)) found.push({ text: word || labelOf(slot), slot, said: word !== "" });
    from = match.index + match[0].length;
  }
  if (from < template.length) found.push({ text: template.slice(from), said: true });
  return found;
}
