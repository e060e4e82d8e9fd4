/** Which layers are on, which ground is under them and whether houses stand up: remembered by this phone. */
import { reactive, watch } from "vue";
import { LAYERS, type LayerName } from "./kinds";

export type Base = "schematic" | "vec" | "img";
export interface Choice { on: LayerName[]; module: string | null; base: Base; tall: boolean }

const KEY = "map";
const FIRST: Choice = { on: ["orders", "cases", "people"], module: null, base: "schematic", tall: false };

/** `may`: what this person's roles can see at all. */
export function useChoice(may: readonly LayerName[]): Choice {
  const choice = reactive(read(localStorage.getItem(KEY), may));
  watch(choice, () => localStorage.setItem(KEY, JSON.stringify(choice)));
  return choice;
}

/** Whatever another version or person has left there: only what is known and allowed is taken. */
export function read(said: string | null, may: readonly LayerName[]): Choice {
  const found = parsed(said);
  const on = Array.isArray(found.on) ? found.on : FIRST.on;
  return {
    on: LAYERS.filter((layer) => on.includes(layer) && may.includes(layer)),
    module: typeof found.module === "string" ? found.module : null,
    base: found.base === "vec" || found.base === "img" ? found.base : "schematic",
    tall: found.tall === true,
  };
}

function parsed(said: string | null): Partial<Choice> {
  try {
    return (JSON.parse(said ?? "null") as Partial<Choice> | null) ?? {};
  } catch {
    return {};
  }
}
