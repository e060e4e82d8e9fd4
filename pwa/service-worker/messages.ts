/** What pages tell the worker: take over, or which orders were answered or ended. */
import { closeNotices } from "./notices";
import { worker } from "./scope";

export async function onMessage(event: ExtendableMessageEvent): Promise<void> {
  const message = (event.data ?? {}) as { kind?: string; order_ids?: string[] };
  if (message.kind === "activate") await worker.skipWaiting();
  if (message.kind === "settled" && Array.isArray(message.order_ids)) await closeNotices(message.order_ids);
}
