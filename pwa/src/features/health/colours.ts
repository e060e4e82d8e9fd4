/** A colour is always said three times: by itself, by its word and by its icon. */
import { CircleHelp, CircleX, ShieldCheck, TriangleAlert } from "lucide";
import type { Key } from "@/i18n";
import type { Drawing } from "@/ui/Icon.vue";
import type { Colour } from "./verify/answer";

interface Look { word: Key; of: Drawing; tone: "ok" | "warn" | "danger" | "plain" }

export const LOOKS: Record<Colour, Look> = {
  green: { word: "health.green", of: ShieldCheck as unknown as Drawing, tone: "ok" },
  yellow: { word: "health.yellow", of: TriangleAlert as unknown as Drawing, tone: "warn" },
  red: { word: "health.red", of: CircleX as unknown as Drawing, tone: "danger" },
  unknown: { word: "health.unknown", of: CircleHelp as unknown as Drawing, tone: "plain" },
};
