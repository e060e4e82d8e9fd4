/** How a site and a worker stand: always by colour, word and icon together. */
import { BadgeCheck, Ban, CircleHelp, CirclePause, CircleX, ClipboardCheck, Clock, FilePenLine, Flag, HardHat, Hourglass, RotateCcw, ShieldCheck, TriangleAlert, Undo2, UserMinus } from "lucide";
import type { SiteDay, SiteRow, SiteWorker } from "@/platform/shapes";
import type { Drawing } from "@/ui/Icon.vue";

/** Who may write sites down and see them. */
export const KEEPERS: string[] = ["commander", "duty_officer", "grid_worker", "handler"];

export interface Look { of: Drawing; tone: "ok" | "warn" | "danger" | "minor" | "plain" }
const look = (tone: Look["tone"], of: unknown): Look => ({ tone, of: of as Drawing });

export type State = SiteRow["state"];
export const STATES: Record<State, Look> = {
  applied: look("warn", Hourglass),
  checked: look("warn", ClipboardCheck),
  approved: look("minor", BadgeCheck),
  working: look("ok", HardHat),
  suspended: look("danger", CirclePause),
  returned: look("danger", Undo2),
  refused: look("danger", Ban),
  draft: look("plain", FilePenLine),
  finished: look("plain", Flag),
};

export type Standing = SiteWorker["state"];
export const STANDINGS: Record<Standing, Look> = {
  listed: look("plain", Clock),
  cleared: look("ok", ShieldCheck),
  expired: look("warn", RotateCcw),
  refused: look("danger", CircleX),
  removed: look("plain", UserMinus),
};

export const COLOURS: Record<NonNullable<SiteWorker["colour"]>, Look> = {
  green: look("ok", ShieldCheck),
  yellow: look("warn", TriangleAlert),
  red: look("danger", CircleX),
  unknown: look("plain", CircleHelp),
};

export type DayState = "written" | "late" | "missed" | "open";
export const DAYS: Record<DayState, Look> = {
  written: look("ok", ClipboardCheck),
  late: look("warn", Clock),
  missed: look("danger", TriangleAlert),
  open: look("warn", Hourglass),
};

/** Written late is said, also where it was missed before. */
export const dayState = (day: SiteDay): DayState => (!day.submitted_at ? "missed" : day.late ? "late" : "written");

/** Whose step is next, where it is somebody's. */
export const WAITS: Partial<Record<State, "street" | "district" | "keeper">> = {
  draft: "keeper", applied: "street", returned: "keeper", checked: "district", refused: "keeper", approved: "keeper", suspended: "street",
};
