/** Passwords that were issued, kept on this phone until somebody says that they are safe elsewhere. */
import { computed, ref } from "vue";
import { keep, kept } from "@/offline/read-db";
import type { Issued } from "@/platform/shapes";

const KEY = "issued";
/** Wiped with everything else on sign-out; a reload, or a phone that closes the page by itself, loses nothing. */
export const issued = ref<Issued[]>([]);
export const holdsPasswords = computed(() => issued.value.length > 0);

export async function recall(): Promise<void> {
  issued.value = (await kept<Issued[]>(KEY).catch(() => undefined)) ?? [];
}

export async function hold(more: Issued[]): Promise<void> {
  if (!more.length) return;
  const again = new Set(more.map((one) => one.person_id));
  issued.value = [...issued.value.filter((one) => !again.has(one.person_id)), ...more];
  await keep(KEY, JSON.parse(JSON.stringify(issued.value))).catch(() => {});
}

export async function forget(): Promise<void> {
  issued.value = [];
  await keep(KEY, []).catch(() => {});
}

/** A cell that begins like a formula would run in a spreadsheet. */
const cell = (text: string) => `"${/^[=+\-@\t\r]/.test(text) ? "'" : ""}${text.replaceAll('"', '""')}"`;

export function asCsv(people: Issued[], heads: string[]): string {
  const rows = people.map(({ name, username, password }) => [name, username, password]);
  return `\ufeff${[heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
