/** How the places of a board stand and in which order they are looked at: pure answers, drawn by several views. */
import type { Board, BoardNode } from "@/platform/shapes";

/** `blocked`: its responsible person was not asked, so it can never be answered. */
export type Look = "answered" | "overdue" | "blocked" | "waiting";
export const LOOKS = ["answered", "waiting", "overdue", "blocked"] as const satisfies readonly Look[];
export type Sort = "place" | "responsible" | "answered" | "share" | "look" | "deadline";

const RANK: Record<Look, number> = { overdue: 0, blocked: 1, waiting: 2, answered: 3 };
const ACKNOWLEDGED = new Set(["acknowledged", "en_route", "arrived", "done", "safe"]);

export function lookOf(node: Pick<BoardNode, "answered" | "is_overdue" | "responsible">): Look {
  if (node.answered) return "answered";
  if (!node.responsible || node.responsible.state === null) return "blocked";
  return node.is_overdue ? "overdue" : "waiting";
}

export const tone = (look: Look) => (look === "answered" ? "ok" : look === "overdue" ? "danger" : look === "blocked" ? "plain" : "warn");
export const icon = (look: Look) => (look === "answered" ? "check" : look === "overdue" ? "alert" : look === "blocked" ? "lock" : "clock");

export const hasAcknowledged = (state: string | null | undefined) => ACKNOWLEDGED.has(state ?? "");
export const share = (node: Pick<BoardNode, "answered_people" | "people">) => (node.people ? node.answered_people / node.people : 0);
export const percent = (node: Pick<BoardNode, "answered_people" | "people">) => Math.floor(share(node) * 100);

/** Who has not said anything, of those who were asked. */
export function unanswered({ totals }: Pick<Board, "totals">): number {
  return totals.planned + totals.accepted + totals.shown + totals.opened;
}

/** What needs somebody comes first: who asks for help, then what is overdue, then the least answered. */
export function byNeed(nodes: readonly BoardNode[]): BoardNode[] {
  return [...nodes].sort((a, b) => b.asks_help - a.asks_help || RANK[lookOf(a)] - RANK[lookOf(b)] || share(a) - share(b) || byCode(a, b));
}

export function sorted(nodes: readonly BoardNode[], by: Sort, down: boolean, name: (node: BoardNode) => string): BoardNode[] {
  const values: Record<Sort, (node: BoardNode) => string | number> = {
    place: name,
    responsible: (node) => node.responsible?.name ?? "",
    answered: (node) => node.answered_people,
    share,
    look: (node) => RANK[lookOf(node)],
    deadline: (node) => Date.parse(node.deadline_at),
  };
  const of = values[by];
  const order = (a: BoardNode, b: BoardNode) => compare(of(a), of(b)) || byCode(a, b);
  return [...nodes].sort((a, b) => (down ? order(b, a) : order(a, b)));
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "string" ? a.localeCompare(String(b), "zh-CN") : a - Number(b);
}

const byCode = (a: BoardNode, b: BoardNode) => (a.area_code < b.area_code ? -1 : 1);

/** A span of time as a clock says it: 4:07, or 41.2 where tenths count. */
export function clock(seconds: number, { tenths = false } = {}): string {
  if (tenths) return seconds.toFixed(1);
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = String(Math.floor(whole / 60) % 60).padStart(whole >= 3_600 ? 2 : 1, "0");
  return `${whole >= 3_600 ? `${Math.floor(whole / 3_600)}:` : ""}${minutes}:${String(whole % 60).padStart(2, "0")}`;
}
