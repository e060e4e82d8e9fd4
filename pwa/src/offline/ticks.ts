/** What a person has ticked off on an order's checklist: on this phone only, gone with the sign-out. */
import { keep, kept } from "./read-db";

const key = (order_id: string) => `ticks:${order_id}`;

export async function ticks(order_id: string): Promise<string[]> {
  return (await kept<string[]>(key(order_id)).catch(() => undefined)) ?? [];
}

export async function keepTicks(order_id: string, lines: string[]): Promise<void> {
  await keep(key(order_id), [...lines]);
}
