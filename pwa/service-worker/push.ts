/** A push arrived: show it first, whatever it is; then keep it and tell the server. */
import { keep, kept, keepPushed } from "@/offline/read-db";
import { flushOutbox, report } from "./answer";
import { compose, latest, parsePush, pushedFrom, type Composed } from "./compose";
import { closeSettled, countOnIcon } from "./notices";
import { worker } from "./scope";

export async function onPush(data: PushMessageData | null): Promise<void> {
  const payload = parsePush(text(data));
  const composed = compose(payload, await kept<string>("language").catch(() => undefined));
  const newest = await newestOfItsTag(composed);
  await show(newest);
  await Promise.allSettled([
    keepOrder(payload),
    closeSettled().then(() => countOnIcon(composed.badge ?? 0)),
    tellPages(),
    newest === composed ? reportShown(composed) : null,
  ]);
  // A push means that there is a network: what waited can go.
  await flushOutbox().catch(() => {});
}

function text(data: PushMessageData | null): string | null {
  try {
    return data?.text() ?? null;
  } catch {
    return null;
  }
}

async function newestOfItsTag(arrived: Composed): Promise<Composed> {
  if (arrived.options.data.kind !== "order") return arrived;
  const key = `notice:${arrived.options.data.tag}`;
  const newest = latest(arrived, await kept<Composed>(key).catch(() => undefined));
  await keep(key, newest).catch(() => {});
  return newest;
}

async function show({ title, options }: Composed): Promise<void> {
  try {
    await worker.registration.showNotification(title, options);
  } catch {
    // Some browser dislikes one of the options: a silent push would cost the subscription.
    await worker.registration.showNotification(title, { body: options.body, data: options.data });
  }
}

async function keepOrder(payload: ReturnType<typeof parsePush>): Promise<void> {
  const order = pushedFrom(payload, Date.now());
  if (order) await keepPushed(order);
}

async function tellPages(): Promise<void> {
  for (const page of await worker.clients.matchAll({ type: "window" })) page.postMessage({ kind: "pushed" });
}

async function reportShown({ options }: Composed): Promise<void> {
  const { kind, order_id, test_id, token } = options.data;
  if (kind === "order" && order_id && token) await report(order_id, "shown", token);
  if (kind !== "test" || !test_id) return;
  await fetch(`/api/push/tests/${encodeURIComponent(test_id)}/shown`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token }), credentials: "omit",
  });
}
