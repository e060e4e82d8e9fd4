/** Puts the app's address on the clipboard and says for a moment that it is there. */
import { ref } from "vue";

const SAID_MS = 4_000;

export function useCopied() {
  const copied = ref(false);

  async function copy(): Promise<void> {
    copied.value = await navigator.clipboard.writeText(location.origin).then(() => true, () => byHand(location.origin));
    setTimeout(() => (copied.value = false), SAID_MS);
  }

  return { copied, copy };
}

/** Pages inside other apps often have no clipboard of their own. */
function byHand(text: string): boolean {
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
