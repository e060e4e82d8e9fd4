/** Keeps the browser's offer to install until it is a good moment, and remembers when one was had. */
import { shallowRef } from "vue";

export interface InstallEvent extends Event { prompt(): Promise<void>; userChoice: Promise<{ outcome: "accepted" | "dismissed" }> }

const SUCCEEDED = "first_success";
export const installOffer = shallowRef<InstallEvent | null>(null);
export const succeeded = shallowRef(read());

/** Early: browsers make the offer once, soon after the page has loaded. */
export function watchInstallOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installOffer.value = event as InstallEvent;
  });
  addEventListener("appinstalled", () => (installOffer.value = null));
}

/** The app has just been of use: an answer was given, a test arrived, somebody checked in. */
export function markSuccess(): void {
  succeeded.value = true;
  localStorage.setItem(SUCCEEDED, "1");
}

function read(): boolean {
  return globalThis.localStorage?.getItem(SUCCEEDED) === "1";
}
