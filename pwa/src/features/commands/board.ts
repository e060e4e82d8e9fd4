/** One board on the screen: pulled when a hint says so, calmly, for the whole order or one place of it. */
import { ref, shallowRef } from "vue";
import { asProblem, type Problem } from "@/platform/problem";
import type { AnsweredPlaces, Board, Comparison, HelpCall, TimelineItem } from "@/platform/shapes";
import { answeredPlaces, board, comparison, helpCalls, timeline } from "./api";

/** The drill beside it is measured over all recipients: looked at now and then. */
const COMPARED_MS = 15_000;
type Get<T> = () => T;

export function openBoard(order_id: Get<string>, node: Get<string | undefined>) {
  const shown = shallowRef<Board | null>(null);
  const facts = shallowRef<TimelineItem[]>([]);
  const calls = shallowRef<HelpCall[]>([]);
  const problem = ref<Problem | null>(null);
  const measures = openMeasures(order_id, node);
  let asked = 0;

  async function load(): Promise<void> {
    const mine = ++asked;
    try {
      // Whoever opens it waits one trip for both; later there is a count to go by.
      const early = shown.value ? null : helpCalls(order_id());
      early?.catch(() => {});
      const seen = await board(order_id(), node());
      const open = seen.asks_help ? (await (early ?? helpCalls(order_id()))).items : [];
      if (mine !== asked) return; // a later question has been asked meanwhile
      const moved = answeredOnes(shown.value) !== answeredOnes(seen);
      shown.value = seen;
      calls.value = open;
      problem.value = null;
      measures.follow(moved);
      // Who has answered is not kept waiting by what happened before.
      const items = await timeline(order_id());
      if (mine === asked) facts.value = items;
    } catch (caught) {
      if (mine === asked) problem.value = asProblem(caught);
    }
  }

  function forget(): void {
    shown.value = null;
    facts.value = [];
    calls.value = [];
    measures.forget();
  }

  return { shown, facts, calls, problem, places: measures.places, compared: measures.compared, load, forget };
}

/** What costs more than counters comes after them, and its absence is no failure of the board. */
function openMeasures(order_id: Get<string>, node: Get<string | undefined>) {
  const places = shallowRef<AnsweredPlaces | null>(null);
  const compared = shallowRef<Comparison | null>(null);
  const where = () => `${order_id()} ${node() ?? ""}`;
  let comparedAt = 0;

  async function time(mine: string): Promise<void> {
    const seen = await answeredPlaces(order_id(), node()).catch(() => null);
    if (mine === where() && seen) places.value = seen;
  }

  async function compare(mine: string): Promise<void> {
    comparedAt = Date.now();
    const seen = await comparison(mine).catch(() => null);
    if (mine === order_id() && seen) compared.value = seen;
  }

  function follow(moved: boolean): void {
    if (moved) void time(where());
    if (Date.now() - comparedAt > COMPARED_MS) void compare(order_id());
  }

  function forget(): void {
    places.value = compared.value = null;
    comparedAt = 0;
  }

  return { places, compared, follow, forget };
}

const answeredOnes = (board: Board | null) => board && [board.node, board.all_answered, ...board.nodes.map((one) => one.answered)].join();
