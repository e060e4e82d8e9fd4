/** Words of a file in the language that is spoken; a half-written one may have none. */
import { pick } from "@/i18n";
import type { Both } from "./spec";

export const say = (words: Partial<Both> | Record<string, string> | null | undefined): string => pick(words as Partial<Both>) ?? "";
