/** Keeps this phone reachable: asks on a tap, subscribes, and re-checks on every open. */
import { computed, ref } from "vue";
import { t } from "@/i18n";
import { isQuiet, isUnsent, items } from "@/offline/outbox";
import { api, named, take } from "@/platform/api";
import { fromBase64url, toBase64url } from "@/platform/base64url";
import { isStandalone } from "@/platform/standalone";
import { asProblem } from "@/platform/problem";
import type { HeartbeatAnswer, Permission } from "@/platform/shapes";
import { sessionState } from "@/platform/session";
import { version } from "@/platform/version";
import { onWake } from "@/platform/wake";

export type PushState = "unknown" | "unsupported" | "denied" | "ask" | "working" | "on" | "failed";
export const pushState = ref<PushState>("unknown");
/** What the server last said of this phone. */
export const verdictTold = ref<HeartbeatAnswer | null>(null);
export const pushProblem = ref<"no_service" | "server" | "network" | "">("");
export const pushReason = computed(() => {
  if (pushProblem.value === "no_service") return t("push.no_service");
  return pushProblem.value === "server" ? t("push.server") : t("errors.network");
});

const KEY_ID = "push_key_id";
interface PushKey { key_id: string; public_key: string }

export const supported = () => "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

/** An open screen counts as one for five minutes after it was heard of. */
const EVERY_MS = 4 * 60_000;
/** Coming back from the system's settings is worth a look at once, leafing between apps is not. */
const SELDOM_MS = 10_000;
let beating = false;
let lastBeat = 0;

function keepBeating(): void {
  if (beating) return;
  beating = true;
  const may = () => sessionState.value === "in" && document.visibilityState === "visible";
  onWake(() => void (may() && Date.now() - lastBeat > SELDOM_MS && heartbeat()));
  // Only a sign of life: a phone without a push service would try to subscribe again and again.
  setInterval(() => void (may() && pulse().catch(() => {})), EVERY_MS);
}

const permissionNow = (): Permission => (supported() ? Notification.permission : "unsupported");

async function pulse(): Promise<void> {
  const permission = permissionNow();
  await beat(permission, permission === "granted" ? await subscription() : null);
}

/** Runs on every open: subscriptions die silently, and some browsers never say so. */
export async function heartbeat(): Promise<void> {
  keepBeating();
  if (!supported()) pushState.value = "unsupported";
  const permission = permissionNow();
  const current = permission === "granted" ? await subscription() : null;
  try {
    const answer = await beat(permission, current);
    if (permission === "granted" && (!current || answer.resubscribe || !answer.subscribed)) await subscribe();
    else if (permission === "granted") pushState.value = "on";
  } catch {
    // Offline: whether the phone can be reached is simply not known now.
    if (permission === "granted") pushState.value = current ? "on" : "unknown";
  }
  if (permission === "denied") pushState.value = "denied";
  if (permission === "default") pushState.value = "ask";
}

async function beat(permission: Permission, current: PushSubscription | null): Promise<HeartbeatAnswer> {
  lastBeat = Date.now();
  const about = { app_version: version, display_mode: isStandalone() ? "standalone" : "browser", storage_persisted: await persisted() } as const;
  void sayClient();
  const body = { permission, endpoint: current?.endpoint ?? null, ...about, ...(await queue()) };
  return (verdictTold.value = await take(api.POST("/api/push/heartbeats", { body })));
}

let clientSaid = "";
/** Wrapped as an app, the shell tells by which name its push service knows this phone. */
async function sayClient(): Promise<void> {
  const client_id = (globalThis as { palmApp?: { getuiClientId?: string } }).palmApp?.getuiClientId;
  if (!client_id || client_id === clientSaid) return;
  const said = await api.PUT("/api/push/app-client", { params: { header: named() }, body: { client_id } }).catch(() => null);
  if (said?.response.ok) clientSaid = client_id;
}

/** What waits here, so that a supervisor knows of a phone that cannot send. */
async function queue() {
  const waiting = await items().then((all) => all.filter((item) => isUnsent(item) && !isQuiet(item)), () => null);
  if (!waiting) return {};
  const oldest = Math.min(...waiting.map((item) => item.sealed_at));
  return { queue_depth: waiting.length, oldest_unsent_at: waiting.length ? new Date(oldest).toISOString() : null };
}

const persisted = async () => (await navigator.storage?.persisted?.().catch(() => null)) ?? null;

/** Must be called from a tap: browsers refuse to ask otherwise. */
export async function askAndSubscribe(): Promise<void> {
  const permission = await Notification.requestPermission();
  if (permission !== "granted") {
    pushState.value = permission === "denied" ? "denied" : "ask";
    return;
  }
  await subscribe();
}

export async function subscribe(): Promise<void> {
  pushState.value = "working";
  try {
    const key = await take(api.GET("/api/push/key", {}));
    const made = await subscribeWith(key);
    const keys = { p256dh: toBase64url(made.getKey("p256dh")), auth: toBase64url(made.getKey("auth")) };
    await take(api.PUT("/api/push/subscriptions", { params: { header: named() }, body: { endpoint: made.endpoint, keys, key_id: key.key_id } }));
    localStorage.setItem(KEY_ID, key.key_id);
    pushState.value = "on";
    pushProblem.value = "";
    await beat("granted", made).catch(() => {});
  } catch (error) {
    pushState.value = "failed";
    // A DOMException comes from the browser's push service, everything else from our server.
    const problem = asProblem(error);
    pushProblem.value = error instanceof DOMException ? "no_service" : problem.isNetwork ? "network" : "server";
  }
}

async function subscribeWith(key: PushKey): Promise<PushSubscription> {
  const { pushManager } = await navigator.serviceWorker.ready;
  const old = await pushManager.getSubscription();
  const rotated = old && (localStorage.getItem(KEY_ID) !== key.key_id || toBase64url(old.options.applicationServerKey) !== key.public_key.replace(/=+$/, ""));
  if (rotated) await old.unsubscribe();
  else if (old) return old;
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: fromBase64url(key.public_key) });
}

async function subscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription().catch(() => null)) ?? null;
}

/** Signing out: the server forgets the subscription with the device, the browser here. */
export async function forgetSubscription(): Promise<void> {
  pushState.value = "unknown";
  verdictTold.value = null;
  localStorage.removeItem(KEY_ID);
  if (supported()) await (await subscription())?.unsubscribe().catch(() => false);
}
