/** Keeps the access token (in memory only) and renews it, one renewal at a time across all tabs. */
import { ref } from "vue";
import type { Me, Opened } from "./shapes";


export type Renewal = "renewed" | "refused" | "unreachable";

/** unknown: not asked yet · in: token held · expired: the server wants a sign-in · out: signed out here. */
export const sessionState = ref<"unknown" | "in" | "expired" | "out">("unknown");

let token: string | null = null;
let renewsAt = 0;
let renewing: Promise<Renewal> | null = null;
let keepMe: (me: Me) => void = () => {};
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("session") : null;

export const bearer = () => token;

/** The identity store hands over what to do with a fresh profile. */
export function onProfile(keep: (me: Me) => void): void {
  keepMe = keep;
}

export function open(opened: Opened, tell = true): void {
  token = opened.access_token;
  renewsAt = Date.now() + Math.max(30, opened.expires_in - 60) * 1000;
  sessionState.value = "in";
  keepMe(opened.me);
  if (tell) tabs?.postMessage({ kind: "opened", opened });
}

export function close(tell = true): void {
  token = null;
  sessionState.value = "out";
  if (tell) tabs?.postMessage({ kind: "closed" });
}

export function listenToTabs(onClosed: () => void): void {
  tabs?.addEventListener("message", (event) => {
    if (event.data?.kind === "opened") open(event.data.opened, false);
    if (event.data?.kind === "closed") {
      close(false);
      onClosed();
    }
  });
}

/** A token that still lives for a while, renewed first when it is about to end. */
export async function freshBearer(): Promise<string | null> {
  if (token && Date.now() < renewsAt) return token;
  if (!csrfToken()) {
    token = null;
    if (sessionState.value !== "out") sessionState.value = "expired";
    return null;
  }
  await renew();
  return token;
}

export function renew(): Promise<Renewal> {
  renewing ??= locked(token).finally(() => (renewing = null));
  return renewing;
}

async function locked(stale: string | null): Promise<Renewal> {
  if (!("locks" in navigator)) return askServer();
  return navigator.locks.request("session-renewal", async () => {
    // Another tab may have renewed while this one waited for the lock.
    if (token && token !== stale) return "renewed";
    return askServer();
  });
}

async function askServer(): Promise<Renewal> {
  try {
    const response = await fetch("/api/sessions/refresh", {
      method: "POST",
      credentials: "same-origin",
      headers: { "X-CSRF-TOKEN": csrfToken() ?? "" },
      signal: AbortSignal.timeout(15_000),
    });
    if (response.ok) {
      open((await response.json()) as Opened);
      return "renewed";
    }
    if (![400, 401, 403, 422].includes(response.status)) return "unreachable";
    token = null;
    if (sessionState.value !== "out") sessionState.value = "expired";
    return "refused";
  } catch {
    return "unreachable";
  }
}

function csrfToken(): string | null {
  return document.cookie.match(/(?:^|; )csrf_refresh_token=([^;]+)/)?.[1] ?? null;
}
