/** How the place of a record is called. */
import { areaName } from "@/i18n";

export const whereOf = ({ area_name_zh, area_name_en }: { area_name_zh: string; area_name_en: string }) => areaName({ name_zh: area_name_zh, name_en: area_name_en });
