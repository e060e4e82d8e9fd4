/** Lists that a person puts in order with two buttons; each change is a new list, so that the last one can come back. */

export const added = <T>(list: readonly T[], item: T): T[] => [...list, item];

export const removed = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

/** One place up (-1) or down (1); at an end nothing moves. */
export function moved<T>(list: readonly T[], index: number, by: -1 | 1): T[] {
  const to = index + by;
  if (to < 0 || to >= list.length) return [...list];
  const next = [...list];
  [next[index], next[to]] = [next[to]!, next[index]!];
  return next;
}
