/** What a module's entities add up to: a count, a share with its two numbers, or a median. */
import { evaluate, holds } from "./evaluate";
import { scope, type Entity } from "./scope";
import { ofKind, type IndicatorSpec, type Spec } from "./spec";
import { number, tidy, type Bag } from "./values";

/** Null where there is nothing to take it of: never 0, never 100 %. */
export interface Reading { value: number | null; numerator: number | null; denominator: number | null }
/** Whether an entity is counted (1) or only one of those it is a share of (0), and its number. */
export type Figure = [number, number | null];

/** Indicator → what the entity adds to it; nothing where it is not among those that are looked at. */
export function figures(spec: Spec, entity: Entity, today: string, limits?: Bag): Record<string, Figure> {
  const seen = scope(spec, entity, today, limits);
  const among = ofKind(spec.indicators, entity.kind).filter((one) => holds(one.among ?? true, seen, today));
  return Object.fromEntries(among.map((one) => [one.id, figure(one, seen, today)]));
}

function figure(indicator: IndicatorSpec, seen: Bag, today: string): Figure {
  const isCounted = holds(indicator.where ?? true, seen, today);
  return [isCounted ? 1 : 0, "value" in indicator && isCounted ? number(evaluate(indicator.value, seen, today)) : null];
}

export function measure(kind: IndicatorSpec["kind"], parts: Figure[]): Reading {
  const counted = parts.reduce((sum, [one]) => sum + one, 0);
  if (kind === "count") return { value: counted, numerator: counted, denominator: null };
  if (kind === "percent") return { value: parts.length ? hundredths((100 * counted) / parts.length) : null, numerator: counted, denominator: parts.length };
  const numbers = parts.map(([, one]) => one).filter((one) => one !== null).sort((one, other) => one - other);
  const half = numbers.length >> 1;
  const middle = numbers.length % 2 ? numbers[half]! : (numbers[half - 1]! + numbers[half]!) / 2;
  return { value: numbers.length ? tidy(middle) : null, numerator: null, denominator: numbers.length };
}

/** To two places; what lies in the very middle goes to the even one, as on the server. */
function hundredths(value: number): number {
  const isMiddle = Number.isInteger(value * 8) && Math.abs((value * 200) % 2) === 1;
  if (!isMiddle) return Number(value.toFixed(2));
  const below = Math.floor(value * 100);
  return (below % 2 ? below + 1 : below) / 100;
}
