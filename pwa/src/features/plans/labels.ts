/** The path of a field, and a value, in the person's words. */
import { language, pick, t, tOr } from "@/i18n";
import type { PlanContent } from "@/platform/shapes";

type Both = { zh?: string; en?: string };
const LANGUAGES: Record<string, () => string> = { zh: () => t("plans.zh"), en: () => t("plans.en") };

/** `texts.zh.headline` → 文字 › 中文 › 标题; slots by their label, steps and points by their number. */
export function labelOf(path: string, plan: PlanContent): string {
  const [first, ...rest] = path.split(".");
  return [tOr(`plan_field.${first}`, first!), ...steps(first!, rest, plan)].join(" › ");
}

function steps(first: string, rest: string[], plan: PlanContent): string[] {
  const [next, ...more] = rest;
  if (next === undefined) return [];
  const others = (names: string[]) => names.map(word);
  if (first === "slots") return [slotName(next, plan), ...others(more)];
  if (first === "assembly_points") return [t("plans.number", { n: Number(next) + 1 }), ...others(more)];
  if (first === "ladder") return [/^\d+$/.test(next) ? t("plans.ladder_step", { n: Number(next) + 1 }) : tOr(`plan_choice.${next}`, next), ...others(more)];
  if (first === "climb_minutes") return [t("plans.climb_step", { n: Number(next) + 1 })];
  if (first === "checklist") return [tOr(`role.${next}`, next), ...(more[0] ? [t("plans.step", { n: Number(more[0]) + 1 })] : []), ...others(more.slice(1))];
  if (first === "roles") return [];
  return others(rest);
}

const word = (name: string) => LANGUAGES[name]?.() ?? tOr(`plan_field.${name}`, name);

/** Faults name a slot by its place, differences by its name. */
function slotName(key: string, plan: PlanContent): string {
  const slot = /^\d+$/.test(key) ? plan.slots[Number(key)] : plan.slots.find((one) => one.name === key);
  return pick(slot?.label as Both | undefined) || slot?.name || key;
}

/** A list as the language writes one. */
export const listed = (names: string[]) => names.join(language.value === "en" ? ", " : "、");

export function valueText(path: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (path === "quiet_hours") return String(value) || t("plans.quiet_none");
  if (typeof value === "boolean") return value ? t("plans.yes") : t("plans.no");
  if (Array.isArray(value)) return listed(value.map((item) => valueText(path, item)));
  if (typeof value === "object") return objectText(path, value as Record<string, unknown>);
  const text = String(value);
  if (path === "quorum") return `${Math.round(Number(value) * 100)} %`;
  if (path.startsWith("roles")) return tOr(`role.${text}`, text);
  if (path === "severity") return tOr(`severity.${text}`, text);
  return tOr(`plan_choice.${text}`, text);
}

function objectText(path: string, value: Record<string, unknown>): string {
  if ("zh" in value || "en" in value) return [value.zh, value.en].map((half) => (typeof half === "object" && half ? Object.values(half).join("\n") : String(half ?? ""))).filter(Boolean).join("\n");
  if ("after_s" in value) return `${String(value.after_s)} ${t("plans.step_seconds")} · ${valueText(path, value.channel)}`;
  const named = (value.name ?? value.label) as unknown;
  if ("label" in value) return `${pick(value.label as Both)} {${String(value.name)}}`;
  if (named) return valueText(path, named);
  return Object.values(value).map((inner) => valueText(path, inner)).join("\n");
}
