/** Every word the client shows: the core in zh-CN is bundled, all else comes with the screen that needs it. */
import { ref, shallowRef } from "vue";
import type { Key, Part } from "./keys";
import core from "./zh-CN/core.json";

export type { Key, Part };
export type Language = "zh-CN" | "en";
export type Words = Record<"zh" | "en", string>;
type Values = Record<string, string | number>;
interface Tree { [key: string]: string | Tree }

const KEY = "language";
const kept: Record<Language, Map<Part, Tree>> = { "zh-CN": new Map([["core", core]]), en: new Map() };
const wanted = new Set<Part>(["core"]);
const words = shallowRef<Tree>(core);
export const language = ref<Language>("zh-CN");

/** A screen brings its words along; a phone never loads those of screens it does not open. */
export async function withWords<T>(screen: Promise<T>, ...parts: Part[]): Promise<T> {
  parts.forEach((part) => wanted.add(part));
  await bring(language.value);
  return screen;
}

/** Changes the language and remembers the choice on this phone. */
export async function useLanguage(chosen: Language): Promise<void> {
  await speak(chosen);
  localStorage.setItem(KEY, chosen);
}

export async function startLanguage(): Promise<void> {
  const stored = localStorage.getItem(KEY);
  if (stored === "en") await speak("en").catch(() => {});
}

export async function speak(chosen: Language): Promise<void> {
  await bring(chosen);
  language.value = chosen;
  document.documentElement.lang = chosen;
}

async function bring(chosen: Language): Promise<void> {
  const missing = [...wanted].filter((part) => !kept[chosen].has(part));
  if (missing.length) {
    const { fetchPart } = await import("./files");
    await Promise.all(missing.map(async (part) => kept[chosen].set(part, (await fetchPart(chosen, part)) as Tree)));
  }
  // Of two screens that open at once, the slower one must not take the other's words away.
  words.value = Object.assign({}, ...kept[chosen].values()) as Tree;
}

/** True when the person chose a language on this phone before signing in. */
export const languageChosen = () => localStorage.getItem(KEY) !== null;

export function t(key: Key, values: Values = {}): string {
  return say(key, values) ?? key;
}

/** For keys that come from data (states, codes); falls back to what is given. */
export function tOr(key: string, fallback: string, values: Values = {}): string {
  return say(key, values) ?? fallback;
}

function say(key: string, values: Values): string | undefined {
  const found = key.split(".").reduce<string | Tree | undefined>((tree, part) => (typeof tree === "object" ? tree[part] : undefined), words.value);
  if (typeof found !== "string") return undefined;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The half of a two-language text that the person reads. */
export function pick<T>(both: { zh?: T; en?: T } | null | undefined): T | undefined {
  return language.value === "en" ? (both?.en ?? both?.zh) : (both?.zh ?? both?.en);
}

export function areaName(area: { name_zh?: string | null; name_en?: string | null } | null | undefined): string {
  return (language.value === "en" ? area?.name_en || area?.name_zh : area?.name_zh || area?.name_en) ?? "";
}
