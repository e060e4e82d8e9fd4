/** The way down into a board: names are known of places that were passed, and of the one looked into. */
export interface Crumb { code: string; name_zh: string; name_en: string }

/** The trail after the board of `here` was shown; null: the whole order. A step up or aside drops what lies beyond. */
export function trailTo(trail: readonly Crumb[], here: Crumb | null): Crumb[] {
  if (!here) return [];
  const at = trail.findIndex((one) => one.code === here.code);
  if (at >= 0) return trail.slice(0, at + 1);
  // A code below begins with its parent's.
  return [...trail.filter((one) => here.code.startsWith(one.code)), here];
}
