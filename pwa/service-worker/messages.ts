/** What pages tell the worker: take over, or an order was answered in the app. */
import { worker } from "./scope";

export async function onMessage(event: ExtendableMessageEvent): Promise<void> {
  const message = (event.data ?? {}) as { kind?: string; order_id?: string };
  if (message.kind === "activate") await worker.skipWaiting();
  if (message.kind === "answered" && message.order_id) await closeNotices(message.order_id);
}

async function closeNotices(order_id: string): Promise<void> {
  for (const notice of await worker.registration.getNotifications({ tag: order_id })) notice.close();
}
