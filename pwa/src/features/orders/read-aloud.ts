/** Reads an order out with the phone's own voice, when the person asks for it. */
import { onUnmounted, ref } from "vue";
import type { Language } from "@/i18n";

const voices = () => globalThis.speechSynthesis?.getVoices() ?? [];
/** A voice of this language on the phone itself comes first: the network may be gone. */
export function voiceFor<V extends { lang: string; localService: boolean }>(all: V[], language: Language): V | null {
  const speaks = (voice: V) => voice.lang.replace("_", "-").toLowerCase().startsWith(language.slice(0, 2));
  const able = all.filter(speaks).filter((voice) => !/^zh-(hk|tw)/i.test(voice.lang.replace("_", "-")));
  return able.find((voice) => voice.localService) ?? able[0] ?? null;
}

/** Browsers stop a long text half-way: it is said a sentence at a time. */
export function sentences(text: string): string[] {
  return (text.match(/[^。！？；.!?;\n]+[。！？；.!?;]*/g) ?? []).map((part) => part.trim()).filter(Boolean);
}

export function useReadAloud(language: () => Language) {
  const able = ref(false);
  const speaking = ref(false);
  const look = () => (able.value = voiceFor(voices(), language()) !== null);
  let turn = 0;

  function start(text: string): void {
    const voice = voiceFor(voices(), language());
    if (!voice) return;
    stop();
    const mine = ++turn;
    speaking.value = true;
    const parts = sentences(text);
    parts.forEach((part, index) => speechSynthesis.speak(utterance(part, voice, () => index === parts.length - 1 && ended(mine), () => ended(mine))));
  }

  function utterance(part: string, voice: SpeechSynthesisVoice, onEnd: () => void, onError: () => void): SpeechSynthesisUtterance {
    const said = new SpeechSynthesisUtterance(part);
    return Object.assign(said, { voice, lang: voice.lang, rate: 0.95, onend: onEnd, onerror: onError });
  }

  function ended(whose: number): void {
    if (whose === turn) speaking.value = false;
  }

  function stop(): void {
    turn++;
    speaking.value = false;
    globalThis.speechSynthesis?.cancel();
  }

  look();
  // Voices are loaded after the first question for them.
  globalThis.speechSynthesis?.addEventListener?.("voiceschanged", look);
  onUnmounted(() => {
    stop();
    globalThis.speechSynthesis?.removeEventListener?.("voiceschanged", look);
  });
  return { able, speaking, start, stop, look };
}
