/** The notifications that still ask something, and the figure on the app's icon that counts them. */
import { feedDb } from "@/offline/feed-db";
import { items } from "@/offline/outbox";
import type { NoticeData } from "./compose";
import { worker } from "./scope";

type Badged = WorkerNavigator & { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> };
const SILENT = new Set(["shown", "opened"]);

export async function closeNotices(order_ids: string[]): Promise<void> {
  // The tag is the whole chain's; only the answered orders' own notifications go.
  for (const { notice, order_id } of await asking()) if (order_ids.includes(order_id)) notice.close();
  await countOnIcon();
}

/** Closes what was answered or ended elsewhere, as far as this phone has heard of it. */
export async function closeSettled(): Promise<void> {
  const answered = new Set((await items().catch(() => [])).filter((item) => !SILENT.has(item.what)).map((item) => item.record_id));
  const db = await feedDb();
  const settled: string[] = [];
  for (const { order_id } of await asking()) {
    const known = (await db.get("orders", order_id))?.order;
    if (answered.has(order_id) || known?.my?.answer || (known?.state && known.state !== "live")) settled.push(order_id);
  }
  if (settled.length) await closeNotices(settled);
}

/** `instead`: where the browser does not show its notifications to us. */
export async function countOnIcon(instead = 0): Promise<void> {
  const count = new Set((await asking()).map(({ order_id }) => order_id)).size || instead;
  const badged = worker.navigator as Badged;
  await (count ? badged.setAppBadge?.(count) : badged.clearAppBadge?.());
}

async function asking(): Promise<{ notice: Notification; order_id: string }[]> {
  const notices = await worker.registration.getNotifications();
  return notices.flatMap((notice) => {
    const { kind, order_id } = (notice.data ?? {}) as Partial<NoticeData>;
    return kind === "order" && order_id ? [{ notice, order_id }] : [];
  });
}
