/** Tells the service worker what happened in the app, so that notifications and the icon do not lag behind. */
import { tellWorker } from "@/platform/worker";

type Badged = Navigator & { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> };

/** These orders were answered, here or on another device, or have ended: their notifications have nothing left to ask. */
export function tellSettled(order_ids: string[]): void {
  if (order_ids.length) void tellWorker({ kind: "settled", order_ids: [...order_ids] });
}

export function showOnIcon(count: number): void {
  const badged = navigator as Badged;
  void (count ? badged.setAppBadge?.(count) : badged.clearAppBadge?.())?.catch(() => {});
}
