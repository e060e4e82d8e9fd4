/** What pages tell the worker: take over, which orders were answered or ended, and which notice nobody waits for. */
import { closeNotices } from "./notices";
import { worker } from "./scope";

export async function onMessage(event: ExtendableMessageEvent): Promise<void> {
  const message = (event.data ?? {}) as { kind?: string; order_ids?: string[]; tag?: string };
  if (message.kind === "activate") await worker.skipWaiting();
  if (message.kind === "settled" && Array.isArray(message.order_ids)) await closeNotices(message.order_ids);
  if (message.kind === "decided" && message.tag) await closeTagged(message.tag);
}

async function closeTagged(tag: string): Promise<void> {
  for (const notice of await worker.registration.getNotifications({ tag })) {
    if ((notice.data as { kind?: string } | null)?.kind === "notice") notice.close();
  }
}
