/** The names behind a board's figures: those of one place who stand alike, page by page. */
import { computed, ref, shallowRef } from "vue";
import { told } from "@/platform/told";
import type { Recipient, Standing } from "@/platform/shapes";
import { recipients } from "./api";

const PAGE = 20;
const MOST = 200;

export function openPeople(order_id: () => string, node: () => string | undefined) {
  const standing = ref<Standing>("unanswered");
  const people = shallowRef<Recipient[] | null>(null);
  const cursor = ref<string | null>(null);
  const error = ref("");
  let asked = 0;

  /** As many as are shown already: who reads the list does not lose his place. */
  async function load(): Promise<void> {
    const mine = ++asked;
    const limit = Math.min(MOST, Math.max(PAGE, people.value?.length ?? 0));
    try {
      const page = await recipients(order_id(), standing.value, { node: node(), limit });
      if (mine !== asked) return;
      people.value = page.items;
      cursor.value = page.next_cursor;
      error.value = "";
    } catch (caught) {
      if (mine === asked) error.value = told(caught);
    }
  }

  async function more(): Promise<void> {
    const mine = asked;
    try {
      const page = await recipients(order_id(), standing.value, { node: node(), cursor: cursor.value ?? undefined });
      if (mine !== asked) return;
      people.value = [...(people.value ?? []), ...page.items];
      cursor.value = page.next_cursor;
    } catch (caught) {
      error.value = told(caught);
    }
  }

  const forget = () => void (people.value = cursor.value = null);
  const choose = (wanted: Standing) => {
    standing.value = wanted;
    forget();
    void load();
  };
  return { standing: computed<Standing>({ get: () => standing.value, set: choose }), people, cursor, error, load, more, forget };
}
