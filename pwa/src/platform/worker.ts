/** Registers the service worker and tells when a newer one waits; never reloads by itself. */
import { ref } from "vue";

const HOURLY_MS = 3_600_000;
/** An old worker that still sends an answer is replaced only afterwards: a tap on "reload" reloads all the same. */
const PATIENCE_MS = 8_000;
export const updateReady = ref(false);
/** Forms in progress; an update waits for all of them. */
export const busyForms = ref(0);
let waiting: ServiceWorker | null = null;
let wanted = false;

export async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // Only the tab whose person asked for the update reloads.
    if (wanted) location.reload();
  });
  const registration = await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => null);
  if (!registration) return;
  noticeWaiting(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const fresh = registration.installing;
    fresh?.addEventListener("statechange", () => {
      if (fresh.state === "installed" && navigator.serviceWorker.controller) noticeWaiting(fresh);
    });
  });
  setInterval(() => void registration.update().catch(() => {}), HOURLY_MS);
}

function noticeWaiting(worker: ServiceWorker | null): void {
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  updateReady.value = true;
}

export function updateNow(): void {
  if (busyForms.value > 0) return;
  wanted = true;
  waiting?.postMessage({ kind: "activate" });
  setTimeout(() => location.reload(), PATIENCE_MS);
}

/** Once an update was asked for, the one that comes is told: a word to the old worker would wake it in the way (ADR 25). */
export async function tellWorker(message: object): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const heir = wanted ? registration?.waiting : null;
  (heir ?? registration?.active)?.postMessage(message);
}
