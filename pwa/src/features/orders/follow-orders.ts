/** Brings my orders up to date: first what the phone has, then what changed, and on a new phone what the server lists. */
import type { Ref } from "vue";
import { follow } from "@/offline/feed";
import { placeOf } from "@/offline/feed-db";
import { keepOrders, keptOrders } from "@/offline/orders";
import { api, take } from "@/platform/api";
import { networkProblem, Problem } from "@/platform/problem";
import type { KnownOrder } from "@/platform/shapes";
import { allKept, newestFirst } from "./kept-orders";

/** From then on what is shown counts as old. */
const SLOW_MS = 4_000;

interface Shown { myOrders: Ref<KnownOrder[] | null>; listAge: Ref<number | null>; listProblem: Ref<Problem | null> }

export async function followOrders(person: string, shown: Shown): Promise<void> {
  const { myOrders, listAge, listProblem } = shown;
  if (!myOrders.value) await showKept(person, shown).catch(() => {});
  const slow = setTimeout(() => myOrders.value && (listProblem.value ??= networkProblem()), SLOW_MS);
  try {
    myOrders.value = (await changed(person)) ?? (await listed(person));
    listAge.value = listProblem.value = null;
  } catch (error) {
    listAge.value ??= myOrders.value && Date.now();
    throw error;
  } finally {
    clearTimeout(slow);
  }
}

/** Null: this phone follows nothing yet, or cannot keep anything. */
async function changed(person: string): Promise<KnownOrder[] | null> {
  try {
    if (!(await placeOf(person))) return null;
    await follow(person);
    return newestFirst(((await keptOrders(person))?.orders ?? []).map((kept) => kept.order));
  } catch (error) {
    if (error instanceof Problem) throw error;
    return null;
  }
}

async function listed(person: string): Promise<KnownOrder[]> {
  const page = await take(api.GET("/api/me/orders", {}));
  await keepOrders(person, page.items).catch(() => {});
  return page.items;
}

async function showKept(person: string, { myOrders, listAge }: Shown): Promise<void> {
  const found = await allKept(person);
  if (!found || myOrders.value) return;
  myOrders.value = found.orders;
  listAge.value = found.read_at;
}
