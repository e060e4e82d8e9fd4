/** Tells the service worker what happened in the app, so that notifications do not lag behind. */
import { tellWorker } from "@/platform/worker";

/** The order was answered here: its notification has nothing left to ask. */
export function tellAnswered(order_id: string): void {
  void tellWorker({ kind: "answered", order_id });
}

export function clearBadge(): void {
  void (navigator as Navigator & { clearAppBadge?: () => Promise<void> }).clearAppBadge?.().catch(() => {});
}
