/** The three modes as they look: never by their colour alone. */
import { ShieldCheck, Virus, WavesHorizontal } from "lucide";
import { areaName, pick } from "@/i18n";
import type { CockpitWhole, ModeName } from "@/platform/shapes";
import type { Drawing } from "@/ui/Icon.vue";

const DRAWN: Record<ModeName, Drawing> = { normal: ShieldCheck as Drawing, epidemic: Virus as Drawing, flood: WavesHorizontal as Drawing };

export const drawingOf = (mode: ModeName): Drawing => DRAWN[mode];

export function modeName({ modes }: Pick<CockpitWhole, "modes">, mode: ModeName): string {
  const found = modes.find(({ key }) => key === mode);
  return found ? (pick({ zh: found.name_zh, en: found.name_en }) ?? mode) : mode;
}

/** Whose mode it is that holds here; empty where that lies above what the person may see. */
export const modePlace = ({ area, trail, mode }: Pick<CockpitWhole, "area" | "trail" | "mode">): string => areaName([area, ...trail].find(({ code }) => code === mode.area));
