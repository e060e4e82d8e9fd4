/** Orders addressed to me, as the screens see them; how they are kept up to date is fetched once the first page stands. */
import { ref } from "vue";
import { asProblem, type Problem } from "@/platform/problem";
import type { KnownOrder } from "@/platform/shapes";

export const myOrders = ref<KnownOrder[] | null>(null);
/** When the shown ones were so; null: now. */
export const listAge = ref<number | null>(null);
export const listProblem = ref<Problem | null>(null);

export async function loadMyOrders(person: string): Promise<void> {
  try {
    await (await import("./follow-orders")).followOrders(person, { myOrders, listAge, listProblem });
  } catch (error) {
    listProblem.value = asProblem(error);
    myOrders.value ??= [];
  }
}
