/** Choosing areas: a chosen area holds all that lies below it, so nothing is ever chosen twice. */
import type { Area } from "@/platform/shapes";

export function toggle(chosen: string[], code: string, areas: Area[]): string[] {
  if (chosen.includes(code)) return chosen.filter((one) => one !== code);
  const byCode = new Map(areas.map((area) => [area.code, area]));
  const path = byCode.get(code)?.path;
  if (path === undefined) return chosen;
  const outside = chosen.filter((one) => !byCode.get(one)?.path.startsWith(path));
  return [...outside, code];
}

/** The chosen area that already holds this one, if any. */
export function holder(chosen: string[], area: Area, areas: Area[]): Area | undefined {
  return areas.find((one) => one.code !== area.code && chosen.includes(one.code) && area.path.startsWith(one.path));
}

export function covers(chosen: string[], code: string, areas: Area[]): boolean {
  const area = areas.find((one) => one.code === code);
  return chosen.includes(code) || (area !== undefined && holder(chosen, area, areas) !== undefined);
}

/** Which areas a person may command: the subtrees of the grants that were given. */
export function commanded(areas: Area[], roots: string[]): Area[] {
  const paths = areas.filter((area) => roots.includes(area.code)).map((area) => area.path);
  return areas.filter((area) => paths.some((path) => area.path.startsWith(path)));
}
