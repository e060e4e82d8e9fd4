/** Every word the client shows: zh-CN is bundled, en and the commander's words come when asked for. */
import { ref, shallowRef } from "vue";
import zh from "./zh-CN/base.json";

export type Language = "zh-CN" | "en";
export type Words = Record<"zh" | "en", string>;
type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string];
export type Key = Leaves<typeof zh> | Leaves<typeof import("./zh-CN/command.json")>;
type Values = Record<string, string | number>;
interface Tree { [key: string]: string | Tree }

const KEY = "language";
const words = shallowRef<Tree>(zh);
const PARTS = {
  "zh-CN": { base: async () => ({ default: zh }), command: () => import("./zh-CN/command.json") },
  en: { base: () => import("./en/base.json"), command: () => import("./en/command.json") },
};
let commanding = false;
export const language = ref<Language>("zh-CN");

/** The commander's pages bring their words along; a worker's phone never loads them. */
export async function withCommandWords<T>(page: Promise<T>): Promise<T> {
  commanding = true;
  await speak(language.value);
  return page;
}

/** Changes the language and remembers the choice on this phone. */
export async function useLanguage(wanted: Language): Promise<void> {
  await speak(wanted);
  localStorage.setItem(KEY, wanted);
}

async function speak(wanted: Language): Promise<void> {
  const [base, command] = await Promise.all([PARTS[wanted].base(), commanding ? PARTS[wanted].command() : null]);
  words.value = { ...base.default, ...command?.default };
  language.value = wanted;
  document.documentElement.lang = wanted;
}

export async function startLanguage(): Promise<void> {
  const stored = localStorage.getItem(KEY);
  if (stored === "en") await useLanguage("en").catch(() => {});
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
