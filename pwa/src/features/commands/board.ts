/** One board on the screen: pulled when a hint says so, for the whole order or one node of it. */
import { ref } from "vue";
import { asProblem, type Problem } from "@/platform/problem";
import { board, timeline, recipients } from "./api";
import type { Board, TimelineItem, Recipient } from "@/platform/shapes";

export function openBoard(order_id: () => string) {
  const shown = ref<Board | null>(null);
  const people = ref<Recipient[]>([]);
  const cursor = ref<string | null>(null);
  const facts = ref<TimelineItem[]>([]);
  const problem = ref<Problem | null>(null);
  /** From the whole order down to the node being watched. */
  const trail = ref<{ code: string; name_zh: string; name_en: string }[]>([]);
  const node = () => trail.value.at(-1)?.code;
  let asked = 0;

  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      const [seen, page, items] = await Promise.all([board(order_id(), node()), recipients(order_id(), "unanswered", node()), timeline(order_id())]);
      if (mine !== asked) return; // a later question has been asked meanwhile
      shown.value = seen;
      people.value = page.items;
      cursor.value = page.next_cursor;
      facts.value = items;
      problem.value = null;
    } catch (caught) {
      if (mine === asked) problem.value = asProblem(caught);
    }
  }

  async function more(): Promise<void> {
    const page = await recipients(order_id(), "unanswered", node(), cursor.value ?? undefined);
    people.value = [...people.value, ...page.items];
    cursor.value = page.next_cursor;
  }

  function go(to: { code: string; name_zh: string; name_en: string } | null): void {
    const at = trail.value.findIndex((one) => one.code === to?.code);
    trail.value = !to ? [] : at >= 0 ? trail.value.slice(0, at + 1) : [...trail.value, to];
    void load();
  }

  return { shown, people, cursor, facts, problem, trail, load, more, go };
}
