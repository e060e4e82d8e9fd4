/** The rows of one module: page by page from the server; without a network, those that this phone keeps. */
import { computed, ref, shallowRef } from "vue";
import { authorNow, outbox } from "@/offline/outbox-store";
import { keptRows } from "@/offline/modules-kept";
import type { Held, KeptRow } from "@/offline/modules-db";
import { sealedForm } from "@/offline/modules-forms";
import type { Item } from "@/offline/outbox";
import { api, take } from "@/platform/api";
import { serverNow } from "@/platform/clock";
import { asProblem } from "@/platform/problem";
import type { EntityCounts, EntityRow } from "@/platform/shapes";
import { told } from "@/platform/told";
import { begun, overlaid, pendingOf, type LocalRow } from "./local";
import type { Module } from "./modules";
import { dayAt } from "./rules/days";

export interface Asked { state?: string; area?: string; q?: string }
export type Shown = EntityRow & { waiting?: number };
const PAGE = 30;
type Place = { name_zh: string; name_en: string };

/** What this phone keeps of a module, laid over with what waits here; `read`: rows that the server has just told of. */
function useKept(module: string, spec: () => Module | null, placeOf: (code: string) => Place, read: () => EntityRow[]) {
  const [kept, held] = [shallowRef<KeptRow[]>([]), shallowRef<Held | null>(null)];
  const local = computed(() => localRows(module, spec(), kept.value, placeOf, read()));
  async function readKept(): Promise<void> {
    const found = await keptRows(authorNow() ?? "", module).catch(() => ({ rows: [], held: null }));
    [kept.value, held.value] = [found.rows, found.held];
  }
  return { local, held, readKept };
}

/** `placeOf`: how a place of one's own is called. */
export function useRows(module: string, spec: () => Module | null, placeOf: (code: string) => Place) {
  const asked = ref<Asked>({});
  const pages = shallowRef<EntityRow[] | null>(null);
  const [next, error, isOffline] = [ref<string | null>(null), ref(""), ref(false)];
  const counts = shallowRef<EntityCounts | null>(null);
  const { local, held, readKept } = useKept(module, spec, placeOf, () => pages.value ?? []);
  const rows = computed<Shown[] | null>(() => (isOffline.value ? (spec() ? narrowed(local.value, asked.value) : null) : pages.value && together(pages.value, local.value, asked.value)));
  let turn = 0;

  async function load(): Promise<void> {
    const [mine, wanted] = [++turn, asked.value];
    await readKept();
    try {
      const [page, standing] = await Promise.all([pageOf(module, wanted), take(api.GET("/api/modules/{module}/counts", { params: { path: { module }, query: { area: wanted.area } } }))]);
      if (mine === turn) [pages.value, next.value, counts.value, error.value, isOffline.value] = [page.items, page.next_cursor, standing, "", false];
    } catch (caught) {
      if (mine === turn) [error.value, isOffline.value] = [told(caught), asProblem(caught).isNetwork && held.value !== null];
    }
  }

  async function more(): Promise<void> {
    const mine = turn;
    try {
      const page = await pageOf(module, asked.value, next.value ?? undefined);
      if (mine === turn) [pages.value, next.value] = [[...(pages.value ?? []), ...page.items], page.next_cursor];
    } catch (caught) {
      if (mine === turn) error.value = told(caught);
    }
  }

  const ask = (wanted: Asked) => {
    [asked.value, pages.value, next.value] = [wanted, null, null];
    return load();
  };
  return { asked, rows, next, counts, error, held, isOffline, load, more, ask, readKept };
}

const pageOf = (module: string, wanted: Asked, cursor?: string) => take(api.GET("/api/modules/{module}/entities", { params: { path: { module }, query: { ...wanted, limit: PAGE, cursor } } }));

/** What was begun here comes first: the server has no place for it yet. */
function together(pages: EntityRow[], local: LocalRow[], asked: Asked): Shown[] {
  const byId = new Map(local.filter((row) => row.waiting).map((row) => [row.id, row]));
  const paged = new Set(pages.map((row) => row.id));
  const fresh = narrowed([...byId.values()].filter((row) => row.read_at === null && !paged.has(row.id)), asked);
  return [...fresh, ...pages.map((row) => byId.get(row.id) ?? row)];
}

/** All that this phone knows of a module, as it stands today. */
export function localRows(module: string, known: Module | null, kept: KeptRow[], placeOf: (code: string) => Place, read: EntityRow[] = [], now: number = serverNow()): LocalRow[] {
  if (!known) return [];
  const today = dayAt(now);
  const saved = new Map([...kept.map((one) => one.row), ...read].map((row) => [row.id, row.saved_at]));
  const pending = new Map<string, Item[]>();
  for (const item of pendingOf(outbox.value, module, saved)) pending.set(item.record_id, [...(pending.get(item.record_id) ?? []), item]);
  const here = new Set(kept.map((one) => one.id));
  const fresh = [...pending].filter(([id]) => !here.has(id)).map(([, items]) => begun(known.spec, items, placeOf(sealedForm(items[0]!).area_code ?? ""), today, now));
  return [...fresh.filter((row) => row !== null), ...kept.filter((one) => known.spec.entities[one.row.kind]).map((one) => overlaid(known.spec, one, pending.get(one.id) ?? [], today, now))];
}

/** As the server narrows them: no name that is personal is looked for, for none stands in a row's label. */
export function narrowed(rows: LocalRow[], { state, area, q }: Asked): LocalRow[] {
  const words = q?.toLocaleLowerCase() ?? "";
  return rows.filter((row) => (!state || row.state === state) && (!area || row.area_code.startsWith(area)) && row.label.toLocaleLowerCase().includes(words));
}
