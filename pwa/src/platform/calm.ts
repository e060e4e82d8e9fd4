/** Looking again at what changes all the time. */

/** What changes a hundred times a second is read once. */
const CALM_MS = 1_000;

/**
 * Acts at once; whatever comes while it acts or rests is one more act after that, never one beside it.
 * An act that fails is told as an error nobody caught, and holds up none after it.
 */
export function calmly(act: () => Promise<unknown>, pause = CALM_MS): () => void {
  let busy = false;
  let again = false;
  return async function go(): Promise<void> {
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      await act().catch((error: unknown) => reportError(error));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    busy = false;
  };
}
