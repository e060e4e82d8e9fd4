/** Posts one sealed item, by session when there is one, an answer else by the order's own token. */
import type { Item } from "./outbox";
import type { Reply } from "./sender";

const TIMEOUT_MS = 15_000;

export async function postBySession(item: Item, send: (request: Request) => Promise<Response>): Promise<Reply> {
  return read(await send(new Request(item.url, { method: "POST", headers: headersOf(item), body: item.body })));
}

export async function postByToken(item: Item): Promise<Reply | null> {
  if (!item.token) return null;
  const body = JSON.stringify({ ...(JSON.parse(item.body) as object), token: item.token });
  const options = { method: "POST", headers: headersOf(item), body, credentials: "omit" as const };
  return read(await fetch(item.url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) }));
}

function headersOf({ id, device, seq }: Item): Record<string, string> {
  const number: Record<string, string> = device && seq ? { "X-Device-Id": device, "X-Device-Seq": String(seq) } : {};
  return { "Content-Type": "application/json", "Idempotency-Key": id, ...number };
}

async function read(response: Response): Promise<Reply> {
  const text = await response.text();
  const { headers, status } = response;
  return { status, body: parsed(text), retry_after: headers.get("Retry-After"), high: Number(headers.get("X-Device-Seq-High")) || 0 };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
