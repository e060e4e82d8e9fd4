/** What a screen reader hears of a board that changes all the time: calls for help at once, the rest now and then. */
import { onUnmounted, ref, watch } from "vue";
import { t } from "@/i18n";
import type { Board, HelpCall } from "@/platform/shapes";

const SELDOM_MS = 15_000;

export function useAnnouncements(board: () => Board | null, calls: () => HelpCall[]) {
  const polite = ref("");
  const urgent = ref("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known: Set<string> | null = null;

  function say(): void {
    timer = undefined;
    const shown = board();
    if (shown) polite.value = t("board.answered", { n: shown.answered, total: shown.people });
  }

  watch(() => board()?.answered, (now, before) => {
    if (before !== undefined && now !== undefined) timer ??= setTimeout(say, polite.value ? SELDOM_MS : 1_000);
  });
  watch(() => board()?.all_answered, (now, before) => {
    if (now && before === false) polite.value = t("board.all_answered");
  });
  watch(calls, (now) => {
    const fresh = now.filter((call) => known && !known.has(call.id));
    known = new Set(now.map((call) => call.id));
    if (fresh.length) urgent.value = fresh.map((call) => t("board.help_from", { name: call.name })).join(" ");
  });
  onUnmounted(() => clearTimeout(timer));
  return { polite, urgent };
}
