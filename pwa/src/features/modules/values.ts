/** How a field's value reads on the screen. */
import { pick, t } from "@/i18n";
import { parted } from "./rules/signatures";
import type { Both, FieldSpec } from "./rules/spec";
import { words } from "./rules/values";

const unitOf = (unit?: Both) => (unit ? ` ${pick(unit)}` : "");

/** A word of the file for each value of a choice; photos and places are shown in their own way. */
export function saidOf(field: FieldSpec, value: unknown): string {
  if (value === null || value === undefined) return "—";
  if (typeof value === "boolean") return t(value ? "modules.yes" : "modules.no");
  if (Array.isArray(value) && field.items) return t("modules.items", { n: value.length });
  if (Array.isArray(value)) return value.map((one) => wordOf(field, one)).join("、");
  if (isPlace(value)) return `${value.lng_wgs84.toFixed(5)}, ${value.lat_wgs84.toFixed(5)}`;
  return wordOf(field, value) + unitOf(field.unit);
}

const wordOf = (field: FieldSpec, value: unknown): string => pick(field.words?.[words(value)]) ?? parted(words(value)).name;

export const isPlace = (value: unknown): value is { lng_wgs84: number; lat_wgs84: number } => typeof value === "object" && value !== null && "lng_wgs84" in value;

const HASH = "^[0-9a-f]{64}$";
/** A field of photos says so by its items. */
export const isPhotos = (field: FieldSpec) => (field.schema.items as { pattern?: string } | undefined)?.pattern === HASH;

/** A signature that was drawn. */
export const isDrawn = (value: unknown): value is string => typeof value === "string" && parted(value).path !== "";
