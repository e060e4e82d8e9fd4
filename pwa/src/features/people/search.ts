/** The list of people and what was asked of it; an answer that comes late is thrown away. */
import { computed, ref } from "vue";
import { told } from "@/platform/told";
import type { PeopleQuery, Person, Role } from "@/platform/shapes";
import { listPeople } from "./people";

const WAIT_MS = 300;
export interface Asked { q: string; area: string; role: string; without: boolean; gone: boolean }
export const nothing = (): Asked => ({ q: "", area: "", role: "", without: false, gone: false });

export function usePeople() {
  const asked = ref<Asked>(nothing());
  const people = ref<Person[] | null>(null);
  const cursor = ref<string | null>(null);
  const error = ref("");
  const busy = ref(false);
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const query = computed<PeopleQuery>(() => ({
    q: asked.value.q.trim() || undefined, area: asked.value.area || undefined, role: (asked.value.role || undefined) as Role | undefined,
    account: asked.value.without ? false : undefined, active: !asked.value.gone,
  }));

  async function load(more = false): Promise<void> {
    const mine = ++turn;
    busy.value = true;
    error.value = "";
    try {
      const page = await listPeople({ ...query.value, cursor: more ? (cursor.value ?? undefined) : undefined });
      if (mine !== turn) return;
      people.value = more ? [...(people.value ?? []), ...page.items] : page.items;
      cursor.value = page.next_cursor;
    } catch (problem) {
      if (mine === turn) error.value = told(problem);
    } finally {
      if (mine === turn) busy.value = false;
    }
  }

  /** While somebody types, the last letter counts. */
  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void load(), WAIT_MS);
  }

  return { asked, people, cursor, error, busy, load, soon };
}
