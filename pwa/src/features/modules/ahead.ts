/** What a worker needs where there is no network: the files of the modules of his places and their newest rows, once a day or when asked. */
import { authorNow } from "@/offline/outbox-store";
import { keepModule, keepRows, keptRows } from "@/offline/modules-kept";
import { api, take } from "@/platform/api";

const FRESH_MS = 4 * 3_600_000;

export async function keepAhead(now: number = Date.now()): Promise<void> {
  const person = authorNow();
  if (!person) return;
  const { items } = await take(api.GET("/api/modules", {}));
  for (const { id } of items.filter((one) => one.is_on)) {
    const { held } = await keptRows(person, id);
    // One after another: nobody waits for it, and the network is somebody else's just now.
    if (!held || now - held.read_at > FRESH_MS) await keepOne(person, id);
  }
}

export async function keepOne(person: string, module: string): Promise<void> {
  const params = { path: { module } };
  const [whole, rows] = await Promise.all([take(api.GET("/api/modules/{module}", { params })), take(api.GET("/api/modules/{module}/held", { params }))]);
  if (authorNow() !== person) return;
  await keepModule(person, null, whole);
  await keepRows(person, module, rows);
}
