/** The steps of a site's life as a hand takes them: how each looks, and which lead back and say why. */
import { Ban, CheckCheck, CirclePause, Flag, HardHat, Play, Send, Stamp, Undo2 } from "lucide";
import type { Drawing } from "@/ui/Icon.vue";
import type { Verb } from "./site";

interface Step { of: Drawing; against: boolean; reason: boolean }
const step = (of: unknown, against = false, reason = false): Step => ({ of: of as Drawing, against, reason });

export const AFTER: Record<Verb, Step> = {
  apply: step(Send),
  check: step(CheckCheck),
  return: step(Undo2, true, true),
  approve: step(Stamp),
  refuse: step(Ban, true, true),
  start: step(HardHat),
  suspend: step(CirclePause, true, true),
  resume: step(Play),
  finish: step(Flag, true),
};
