/** An answer tapped on a notification: sealed first, then sent without opening the app. */
import { postByToken } from "@/offline/deliver";
import { items, type Item } from "@/offline/outbox";
import { kept } from "@/offline/read-db";
import { sealAnswer } from "@/offline/sealing";
import { flush } from "@/offline/sender";
import type { NoticeData } from "./compose";
import { countOnIcon } from "./notices";
import { worker } from "./scope";
import { TEXTS } from "./texts";

// sync.register() throws with no window open, so the tap's own lifetime is used: two minutes at most.
const WAITS_S = [2, 4, 8, 16, 30, 60];
const ANSWERS = new Set(["acknowledged", "needs_help", "declined"]);

export async function onAction(event: NotificationEvent): Promise<void> {
  const data = (event.notification.data ?? {}) as NoticeData;
  event.notification.close();
  await countOnIcon().catch(() => {});
  if (!ANSWERS.has(event.action) || !data.order_id || !data.token) return openPage(data.path ?? "/");
  const item = await report(data.order_id, event.action, data.token, false);
  await sendPatiently(item, data);
}

/** Writes a receipt down and, unless told otherwise, tries to send it once. */
export async function report(order_id: string, state: string, token: string, sendNow = true): Promise<Item> {
  const me = await kept<{ id: string }>("me").catch(() => undefined);
  const clock_offset_ms = (await kept<number>("clock_offset_ms").catch(() => undefined)) ?? 0;
  const item = await sealAnswer({ order_id, state, token, author: me?.id ?? null, clock_offset_ms });
  if (sendNow) await flushOutbox();
  return item;
}

/** Answers only: a report needs the session that a page holds. */
export async function flushOutbox(force = false): Promise<void> {
  await flush(postByToken, { force, only: (item) => item.token !== null });
}

async function sendPatiently(item: Item, data: NoticeData): Promise<void> {
  let told = false;
  for (const wait of [0, ...WAITS_S]) {
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    await flushOutbox(true).catch(() => {});
    const status = (await items()).find((one) => one.id === item.id)?.status;
    if (status === "refused") return say(data, item, "refused");
    if (status !== "waiting" && status !== "sending") return told ? say(data, item, "delivered") : undefined;
    // The person learns at once that the answer has not left the phone.
    if (!told) await say(data, item, "pending");
    told = true;
  }
}

async function say(data: NoticeData, item: Item, what: "pending" | "delivered" | "refused"): Promise<void> {
  const words = TEXTS[data.lang ?? "zh"];
  const answer = item.what === "needs_help" ? words.needs_help : words.acknowledged;
  await worker.registration.showNotification(data.title || words.title, {
    body: words[what].replace("{answer}", answer), tag: data.tag ?? data.order_id, silent: true, icon: "/icons/icon-192.png", badge: "/icons/badge-96.png",
    data: { kind: "answer", path: data.path, lang: data.lang, order_id: data.order_id },
  });
}

async function openPage(path: string): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => one.visibilityState === "visible") ?? pages[0];
  if (!page) return void (await worker.clients.openWindow(path));
  page.postMessage({ kind: "open", path });
  await page.focus().catch(() => worker.clients.openWindow(path));
}
