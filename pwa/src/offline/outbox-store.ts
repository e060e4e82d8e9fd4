/** What the pages see of the outbox, and what wakes its sender while the app is open. */
import { computed, ref } from "vue";
import { authorizedFetch } from "@/platform/api";
import { networkProblem } from "@/platform/problem";
import { freshBearer, sessionState } from "@/platform/session";
import { clockOffset } from "@/platform/clock";
import { onWake } from "@/platform/wake";
import { postBySession, postByToken } from "./deliver";
import { isQuiet, isUnsent, items, onChange, seal, tidy, type Answer, type Item } from "./outbox";
import { flush, type Reply } from "./sender";

const all = ref<Item[]>([]);
let author: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let running = false;
let asked = false;

export const outbox = computed(() => all.value.filter((item) => !isQuiet(item)));
export const unsent = computed(() => outbox.value.filter(isUnsent));
export const refused = computed(() => outbox.value.filter((item) => item.status === "refused"));

/** Whoever is signed in on this phone: what is made here belongs to them. */
export const authorNow = () => author;

export function setAuthor(person: string | null): void {
  author = person;
  void flushNow();
}

export async function startOutbox(): Promise<void> {
  onChange(() => void reload());
  onWake(() => void flushNow());
  await tidy();
  await reload();
  void flushNow();
}

export async function answer(what: Omit<Answer, "author" | "clock_offset_ms">): Promise<void> {
  await seal({ ...what, author, clock_offset_ms: clockOffset() });
  void flushNow(true);
}

/** Tries everything that is due; a second call while one runs makes it run once more. */
export async function flushNow(force = false): Promise<void> {
  asked = true;
  if (running) return;
  running = true;
  try {
    while (asked) {
      asked = false;
      await flush(deliver, { force });
    }
  } finally {
    running = false;
    await reload();
  }
}

async function deliver(item: Item): Promise<Reply | null> {
  // Items belong to the person who made them: never sent under somebody else's session.
  const mine = author !== null && item.author === author;
  if (mine && (await freshBearer())) {
    const reply = await postBySession(item, authorizedFetch);
    if (reply.status !== 401) return reply;
  }
  const reply = await postByToken(item);
  if (!reply && mine && sessionState.value !== "expired") throw networkProblem();
  return reply;
}

async function reload(): Promise<void> {
  all.value = await items();
  schedule();
}

function schedule(): void {
  clearTimeout(timer);
  const due = all.value.filter((item) => item.status === "waiting").map((item) => Math.max(item.next_at, item.held_until ?? 0));
  if (due.length) timer = setTimeout(() => void flushNow(), Math.max(500, Math.min(...due) - Date.now()));
}
