/** After a step to another page the focus stands on its name, so that a screen reader says where one is. */

const PATIENCE_MS = 8_000;
let stop = () => {};

/** Also when the name comes late, or is drawn anew once the page knows what it shows; until the person goes on.
 * `left` is where the focus stood when the page was left. */
export function nameThePage(left: Element | null): void {
  stop();
  const now = document.activeElement;
  // Who went on while this file was on its way is not called back.
  if (now && now !== document.body && now !== left) return;
  const follow = () => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) document.querySelector<HTMLElement>("h1")?.focus();
  };
  const watching = new MutationObserver(follow);
  const patience = setTimeout(() => stop(), PATIENCE_MS);
  stop = () => {
    watching.disconnect();
    clearTimeout(patience);
    removeEventListener("keydown", stop, true);
    removeEventListener("pointerdown", stop, true);
  };
  watching.observe(document.body, { childList: true, subtree: true });
  addEventListener("keydown", stop, true);
  addEventListener("pointerdown", stop, true);
  document.querySelector<HTMLElement>("h1")?.focus();
}
