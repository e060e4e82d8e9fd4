/** A word at the foot of the screen that goes by itself, with a way back where a finger may have slipped. */
import { ref } from "vue";

export interface Toast { id: number; text: string; kind: "plain" | "ok" | "danger"; undo?: { text: string; act: () => void } }
export const toasts = ref<Toast[]>([]);
const LIFE_MS = 4_000;
/** Long enough for a slow hand to find it. */
const UNDO_MS = 10_000;
let last = 0;

export function toast(text: string, how: Partial<Pick<Toast, "kind" | "undo">> & { ms?: number } = {}): () => void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-1), { id, text, kind: how.kind ?? "plain", undo: how.undo }];
  const timer = setTimeout(() => drop(id), how.ms ?? (how.undo ? UNDO_MS : LIFE_MS));
  return () => {
    clearTimeout(timer);
    drop(id);
  };
}

export function drop(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}
