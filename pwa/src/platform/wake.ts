/** Calls back whenever it is worth trying the network again: online, visible, focused or pushed. */
export function onWake(act: (event?: Event) => void): () => void {
  const seen = () => document.visibilityState === "visible" && act();
  const told = (event: MessageEvent) => event.data?.kind === "pushed" && act();
  addEventListener("online", act);
  document.addEventListener("visibilitychange", seen);
  navigator.serviceWorker?.addEventListener("message", told);
  return () => {
    removeEventListener("online", act);
    document.removeEventListener("visibilitychange", seen);
    navigator.serviceWorker?.removeEventListener("message", told);
  };
}
