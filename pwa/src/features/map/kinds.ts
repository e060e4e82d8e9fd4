/** What each layer's marks mean: a look, its words, its sign and its tone, the same on the map, in the legend and in the list. */
import { pick, t } from "@/i18n";
import type { IncidentDots, MapObjects } from "@/platform/shapes";
import type { Form } from "./marks";

export const LAYERS = ["orders", "cases", "people", "objects", "heat"] as const;
export type LayerName = (typeof LAYERS)[number];
export type Dotted = "cases" | "people" | "objects";
/** A colour of tokens.css by its name in `look.ts`. */
export type Tone = "danger" | "severe" | "moderate" | "minor" | "ok" | "muted" | "brand" | "exercise";
export interface Kind { look: string; text: string; tone: Tone; sign: string; form: Form }

const SIGNS: Record<string, string> = { check: "✓", info: "i", clock: "…", warning: "!", stop: "✕", minus: "–", question: "?" };
const TONES: Record<string, Tone> = { green: "ok", blue: "minor", yellow: "moderate", orange: "severe", red: "danger", grey: "muted", purple: "exercise" };

export function caseLook({ state, overdue }: Pick<IncidentDots["items"][number], "state" | "overdue">): string {
  if (overdue) return "late";
  return state === "handled" || state === "checking" ? "check" : state === "suspended" ? "suspended" : "act";
}

export const caseKinds = (): Kind[] => [
  { look: "late", text: t("map.case_late"), tone: "danger", sign: "!", form: "round" },
  { look: "act", text: t("map.case_act"), tone: "minor", sign: "→", form: "round" },
  { look: "check", text: t("map.case_check"), tone: "severe", sign: "?", form: "round" },
  { look: "suspended", text: t("map.case_suspended"), tone: "muted", sign: "=", form: "round" },
];

export const peopleKinds = (): Kind[] => [
  { look: "duty", text: t("map.on_duty"), tone: "ok", sign: t("map.duty_sign"), form: "diamond" },
  { look: "standby", text: t("map.on_standby"), tone: "minor", sign: t("map.standby_sign"), form: "diamond" },
];

/** A state that its module does not name any more is shown all the same. */
export const objectKinds = (found: MapObjects): Kind[] => [
  ...found.states.map((state): Kind => ({ look: lookOf(state.kind, state.code), text: pick(state) ?? state.code, tone: TONES[state.colour] ?? "muted", sign: SIGNS[state.icon] ?? "•", form: "square" })),
  { look: "none", text: t("map.no_state"), tone: "muted", sign: "•", form: "square" },
];

export function objectLook({ kind, state }: MapObjects["items"][number], known: MapObjects): string {
  return known.states.some((one) => one.kind === kind && one.code === state) ? lookOf(kind, state!) : "none";
}
const lookOf = (kind: string, code: string) => `${kind}.${code}`;

export const assemblyKind = (): Kind => ({ look: "assembly", text: t("map.assembly"), tone: "brand", sign: t("map.assembly_sign"), form: "flag" });

/** A colour, and what is written on it, for what is no canvas. */
export const CSS: Record<Tone, [string, string]> = {
  danger: ["--danger", "--surface"], severe: ["--severe-fill", "--on-severe"], moderate: ["--moderate-fill", "--on-moderate"], minor: ["--minor", "--surface"],
  ok: ["--ok", "--surface"], muted: ["--muted", "--surface"], brand: ["--brand", "--on-brand"], exercise: ["--exercise", "--surface"],
};
