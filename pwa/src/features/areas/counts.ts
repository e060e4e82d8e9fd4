/** How much lies below each area. */
import type { Area } from "@/platform/shapes";

export interface Below { people: number; grids: number; communities: number }

export function countBelow(areas: Area[], people: Map<string, number>): Map<string, Below> {
  const found = new Map(areas.map((area) => [area.code, { people: 0, grids: 0, communities: 0 }]));
  for (const area of areas) {
    // A path is the codes from the root down, each followed by a dot.
    for (const code of area.path.split(".")) {
      const sum = found.get(code);
      if (!sum) continue;
      sum.people += people.get(area.code) ?? 0;
      sum.grids += area.level === "grid" ? 1 : 0;
      sum.communities += area.level === "community" || area.level === "park" ? 1 : 0;
    }
  }
  return found;
}
