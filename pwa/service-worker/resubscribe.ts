/** The push service replaced the subscription: make a new one and let the server know. */
import { toBase64url } from "@/platform/base64url";
import { uuid7 } from "@/platform/uuid7";
import { fromBase64url } from "@/platform/base64url";
import { worker } from "./scope";

interface CookieStore { get(name: string): Promise<{ value: string } | null> }
interface Key { key_id: string; public_key: string }

export async function resubscribe(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window" });
  // An open page holds a session and does the whole exchange itself.
  if (pages.length) return pages.forEach((page) => page.postMessage({ kind: "resubscribe" }));
  const token = await renewSession();
  if (!token) return; // The next opening's heartbeat repairs it.
  const key = (await (await fetch("/api/push/key", { headers: bearer(token) })).json()) as Key;
  const made = await worker.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromBase64url(key.public_key) });
  const keys = { p256dh: toBase64url(made.getKey("p256dh")), auth: toBase64url(made.getKey("auth")) };
  await fetch("/api/push/subscriptions", {
    method: "PUT",
    headers: { ...bearer(token), "Content-Type": "application/json", "Idempotency-Key": uuid7() },
    body: JSON.stringify({ endpoint: made.endpoint, keys, key_id: key.key_id }),
  });
}

/** Only where the worker can read the CSRF cookie; the same lock as the pages' renewal. */
async function renewSession(): Promise<string | null> {
  const cookies = (worker as unknown as { cookieStore?: CookieStore }).cookieStore;
  const csrf = await cookies?.get("csrf_refresh_token");
  if (!csrf) return null;
  return navigator.locks.request("session-renewal", async () => {
    const response = await fetch("/api/sessions/refresh", { method: "POST", headers: { "X-CSRF-TOKEN": csrf.value } });
    return response.ok ? ((await response.json()) as { access_token: string }).access_token : null;
  });
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
