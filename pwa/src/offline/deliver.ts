/** Posts one sealed answer, by session when there is one, else by the order's own token. */
import type { Item } from "./outbox";
import type { Reply } from "./sender";

const URL_RECEIPTS = "/api/receipts";
const TIMEOUT_MS = 15_000;

export async function postBySession(item: Item, send: (request: Request) => Promise<Response>): Promise<Reply> {
  return read(await send(new Request(URL_RECEIPTS, { method: "POST", headers: { "Content-Type": "application/json" }, body: item.body })));
}

export async function postByToken(item: Item): Promise<Reply | null> {
  if (!item.token) return null;
  const body = JSON.stringify({ ...(JSON.parse(item.body) as object), token: item.token });
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body, credentials: "omit" as const };
  return read(await fetch(URL_RECEIPTS, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) }));
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  return { status: response.status, body: parsed(text), retry_after: response.headers.get("Retry-After") };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
