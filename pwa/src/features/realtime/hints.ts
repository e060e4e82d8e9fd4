/** Who wants to look again when something changed: the live stream calls, and so does every reconnect. */
import { ref } from "vue";

// A burst of receipts becomes one pull.
const CALM_MS = 250;

export const streamState = ref<"off" | "live" | "reconnecting">("off");
const followers = new Set<{ prefix: string; act: () => void; timer?: ReturnType<typeof setTimeout> }>();

/** Calls back, calmly, for every hint whose kind begins so, and after each reconnect. */
export function onHint(prefix: string, act: () => void): () => void {
  const follower = { prefix, act };
  followers.add(follower);
  return () => void followers.delete(follower);
}

/** Without a kind everybody looks again. */
export function pull(kind: string): void {
  for (const follower of followers) {
    if (kind && !kind.startsWith(follower.prefix)) continue;
    if (follower.timer) continue;
    follower.timer = setTimeout(() => {
      follower.timer = undefined;
      follower.act();
    }, CALM_MS);
  }
}
