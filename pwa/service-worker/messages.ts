/** What pages tell the worker: take over, or an order was answered in the app. */
import { worker } from "./scope";

export async function onMessage(event: ExtendableMessageEvent): Promise<void> {
  const message = (event.data ?? {}) as { kind?: string; order_id?: string };
  if (message.kind === "activate") await worker.skipWaiting();
  if (message.kind === "answered" && message.order_id) await closeNotices(message.order_id);
}

async function closeNotices(order_id: string): Promise<void> {
  // The tag is the whole chain's; only the answered order's own notification goes.
  for (const notice of await worker.registration.getNotifications()) {
    if ((notice.data as { order_id?: string } | null)?.order_id === order_id) notice.close();
  }
}
