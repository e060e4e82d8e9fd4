/** Which state an entity is in and why: the first rule that holds, with every reason of it that holds. */
import { holds } from "./evaluate";
import { look, NOTHING } from "./operators";
import { scope, type Entity, type State } from "./scope";
import { parted } from "./signatures";
import type { Both, Spec, StateRule } from "./spec";
import { words, type Bag } from "./values";

export interface Verdict { state: State; rule: string | null; why: Partial<Both> }

/** The last rule of a checked module always holds. */
export function decide(spec: Spec, entity: Entity, today: string, limits?: Bag): Verdict {
  const seen = scope(spec, entity, today, limits);
  for (const rule of spec.rules?.[entity.kind] ?? []) {
    const reasons = reasonsOf(rule, seen, today);
    if (!reasons.length) continue;
    const since = entity.state.code === rule.state ? entity.state.since : today;
    return { state: { code: rule.state, since: since ?? today }, rule: rule.id, why: explained(spec, entity.kind, rule.state, reasons, seen) };
  }
  return { state: { code: null, since: null }, rule: null, why: {} };
}

/** A rule holds when one of its reasons does, and its own `when` if it has one. */
function reasonsOf(rule: StateRule, seen: Bag, today: string): Both[] {
  if ("when" in rule && !holds(rule.when, seen, today)) return [];
  return rule.because.filter((reason) => holds(reason.when, seen, today)).map((reason) => reason.say);
}

function explained(spec: Spec, kind: string, code: string, reasons: Both[], seen: Bag): Both {
  const state = spec.states![kind]![code]!;
  const said = (language: "zh" | "en") => `${state[language]}: ${reasons.map((one) => fill(one[language], seen)).join(" + ")}`;
  return { zh: said("zh"), en: said("en") };
}

/** {name} or {limit.name} in a text. */
export function fill(text: string, seen: Bag): string {
  return text.replace(/\{([a-z][a-z0-9_.]*)\}/g, (_, name: string) => {
    const value = look(name, seen);
    return value === NOTHING || value === null || value === undefined ? "—" : parted(words(value)).name;
  });
}
