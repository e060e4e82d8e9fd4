/** What a site has to have before its application is heard. */
import type { SiteEdit } from "@/platform/shapes";

export type Measure = SiteEdit["measures"][number];
export const MEASURES: Measure[] = ["masks", "temperature", "disinfection", "isolation_room", "canteen", "dormitory"];
