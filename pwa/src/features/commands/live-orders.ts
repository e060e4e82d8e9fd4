/** The orders that are live in the places somebody watches, with their rings; whoever shows them says when to look again. */
import { ref, shallowRef } from "vue";
import { told } from "@/platform/told";
import type { ListedOrder } from "@/platform/shapes";
import { liveOrders } from "./api";

export const live = shallowRef<ListedOrder[] | null>(null);
export const liveError = ref("");
let asked = 0;

export async function loadLive(): Promise<void> {
  const mine = ++asked;
  try {
    const items = await liveOrders();
    if (mine !== asked) return;
    live.value = [...items].sort(byNeed);
    liveError.value = "";
  } catch (caught) {
    if (mine === asked) liveError.value = told(caught);
  }
}

/** Who asks for help comes first, then what is overdue, then the newest; drills after what is real. */
function byNeed(a: ListedOrder, b: ListedOrder): number {
  const drill = Number(a.status === "Exercise") - Number(b.status === "Exercise");
  return drill || b.asks_help - a.asks_help || Number(b.is_overdue) - Number(a.is_overdue) || Date.parse(b.sent) - Date.parse(a.sent);
}
