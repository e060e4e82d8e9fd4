/** How outcomes, states and channels look: colour, word and icon, always together. */
import { BellRing, CircleOff, HeartPulse, MessageSquareText, PhoneCall, PhoneMissed, PhoneOff, CircleCheck, type IconNode } from "lucide";
import type { Key } from "@/i18n";
import type { Campaign } from "@/platform/shapes";
import type { Drawing } from "@/ui/Icon.vue";

export const OUTCOMES = ["closed", "abnormal", "callback", "no_answer", "refused", "wrong_number"] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Tone = "ok" | "danger" | "warn" | "plain";
interface Look { tone: Tone; of: Drawing; word: Key }
const drawn = (one: IconNode) => one as unknown as Drawing;

export const LOOK: Record<Outcome, Look> = {
  closed: { tone: "ok", of: drawn(CircleCheck), word: "paging.closed" },
  abnormal: { tone: "danger", of: drawn(HeartPulse), word: "paging.abnormal" },
  callback: { tone: "warn", of: drawn(PhoneCall), word: "paging.callback" },
  no_answer: { tone: "warn", of: drawn(PhoneMissed), word: "paging.no_answer" },
  refused: { tone: "plain", of: drawn(CircleOff), word: "paging.refused" },
  wrong_number: { tone: "plain", of: drawn(PhoneOff), word: "paging.wrong_number" },
};
export const CHANNEL = { app: drawn(BellRing), sms: drawn(MessageSquareText), voice: drawn(PhoneCall) } as const;
export type Channel = keyof typeof CHANNEL;
export const CHANNELS = Object.keys(CHANNEL) as Channel[];
export const STATE_TONE: Record<Campaign["state"], Tone> = { draft: "plain", running: "ok", paused: "warn", done: "plain" };

export const figure = (count: number) => count.toLocaleString("en");
export const percent = (share: number | null) => (share === null ? "—" : `${Math.round(share * 1000) / 10}%`);
/** Those whom nobody waits for any more. */
export const settled = (counts: Campaign["counts"]) => counts.targets - counts.open;
export const needs = (counts: Campaign["counts"]) => counts.targets - counts.open - counts.closed;
