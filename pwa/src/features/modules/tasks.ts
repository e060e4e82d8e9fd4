/** What is to be done today in modules: mine by role, and what has climbed to me; without a network, out of the rows kept here. */
import { ref, shallowRef } from "vue";
import { authorNow } from "@/offline/outbox-store";
import { keptRows } from "@/offline/modules-kept";
import { api, take } from "@/platform/api";
import { serverNow } from "@/platform/clock";
import { asProblem } from "@/platform/problem";
import type { ModuleTask } from "@/platform/shapes";
import { told } from "@/platform/told";
import { localRows } from "./lists";
import type { LocalRow } from "./local";
import { moduleAt, modulesHere, type Module } from "./modules";
import { dayAt, daysBetween } from "./rules/days";

const PAGE = 30;
const nowhere = () => ({ name_zh: "", name_en: "" });

export function useTasks(roles: () => string[]) {
  const tasks = shallowRef<ModuleTask[] | null>(null);
  const files = shallowRef(new Map<string, Module>());
  const next = ref<string | null>(null);
  const error = ref("");
  const isOld = ref(false);

  async function load(): Promise<void> {
    files.value = await modulesHere();
    try {
      const page = await pageOf();
      await bring(page.items);
      [tasks.value, next.value, error.value, isOld.value] = [await afterMine(page.items), page.next_cursor, "", false];
    } catch (caught) {
      error.value = told(caught);
      if (!asProblem(caught).isNetwork) return;
      [tasks.value, next.value, isOld.value] = [await tasksHere(files.value, roles()), null, true];
    }
  }

  async function more(): Promise<void> {
    const page = await pageOf(next.value ?? undefined).catch(() => null);
    if (!page) return;
    await bring(page.items);
    [tasks.value, next.value] = [[...(tasks.value ?? []), ...page.items], page.next_cursor];
  }

  /** The words of a task stand in its module's file. */
  async function bring(items: ModuleTask[]): Promise<void> {
    const missing = [...new Set(items.map((one) => one.module))].filter((id) => !files.value.has(id));
    const found = await Promise.all(missing.map((id) => moduleAt(id, null)));
    files.value = new Map([...files.value, ...found.map((one): [string, Module] => [one.spec.id, one])]);
  }

  /** What a form that waits here has done already is nobody's task any more. */
  async function afterMine(items: ModuleTask[]): Promise<ModuleTask[]> {
    const here = await rowsHere(files.value);
    const waiting = new Map(here.filter((row) => row.waiting).map((row) => [row.id, row]));
    return items.filter((one) => !waiting.has(one.entity_id) || waiting.get(one.entity_id)!.tasks.some((task) => task.task === one.task && task.due_on === one.due_on));
  }

  return { tasks, files, next, error, isOld, load, more };
}

const pageOf = (cursor?: string) => take(api.GET("/api/module-tasks", { params: { query: { limit: PAGE, cursor } } }));

async function rowsHere(files: Map<string, Module>): Promise<LocalRow[]> {
  const each = await Promise.all([...files].map(async ([id, module]) => localRows(id, module, (await keptRows(authorNow() ?? "", id)).rows, nowhere)));
  return each.flat();
}

/** As the server lists them: what may be done today, the longest due first. */
export async function tasksHere(files: Map<string, Module>, roles: string[]): Promise<ModuleTask[]> {
  const today = dayAt(serverNow());
  const all = (await rowsHere(files)).flatMap((row) => row.tasks.filter((task) => !task.dismissed_at && task.opens_on <= today).map((task) => shown(row, task, today)));
  const isMine = (task: ModuleTask) => roles.includes(task.assign) || (task.has_climbed && roles.includes(task.climbs_to ?? ""));
  return all.filter(isMine).sort((one, other) => (one.due_on + one.entity_id < other.due_on + other.entity_id ? -1 : 1));
}

function shown(row: LocalRow, task: LocalRow["tasks"][number], today: string): ModuleTask {
  const { task: what, due_on, opens_on, assign, climbs_on, climbs_to } = task;
  const has_climbed = task.climbs_on !== null && task.climbs_on <= today;
  return { task: what, due_on, opens_on, assign, climbs_on, climbs_to, entity_id: row.id, module: row.module, label: row.label, state: row.state, area_code: row.area_code, days_overdue: Math.max(0, daysBetween(task.due_on, today)), has_climbed };
}
