/** What the pages see of the outbox, and what wakes its senders while the app is open. */
import { computed, ref, shallowRef } from "vue";
import { deviceId } from "@/platform/device";
import { onWake } from "@/platform/wake";
import { isQuiet, isUnsent, items, nameDevice, onChange, type Item } from "./outbox";
import { onBlocked } from "./outbox-db";
import { rounds } from "./rounds";

const all = shallowRef<Item[]>([]);
const author = ref<string | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;
let reloading: Promise<void> | null = null;
let stale = false;

const isMine = (item: Item) => item.author === null || item.author === author.value;
/** Of whoever is signed in; what somebody else made on this phone is nobody's to read. */
export const outbox = computed(() => all.value.filter((item) => !isQuiet(item) && isMine(item)));
/** How many items wait for another person to sign in. */
export const others = computed(() => all.value.filter((item) => !isQuiet(item) && !isMine(item) && isUnsent(item)).length);
export const unsent = computed(() => outbox.value.filter(isUnsent));
export const refused = computed(() => outbox.value.filter((item) => item.status === "refused"));
/** An older app in another window keeps the outbox from opening. */
export const outboxBlocked = ref(false);

/** Opened with a network: what only lacked one does not wait for its time. */
const nowThatItIsOpen = () => void flushNow(navigator.onLine && "unless_told");

/** Whoever is signed in on this phone: what is made here belongs to them. */
export const authorNow = () => author.value;

export function setAuthor(person: string | null): void {
  author.value = person;
  nowThatItIsOpen();
}

export async function startOutbox(): Promise<void> {
  onBlocked((blocked) => (outboxBlocked.value = blocked));
  onChange(() => void reload());
  // What only lacked a network goes as soon as there is one.
  onWake((event) => void flushNow(event?.type === "online" && "unless_told"));
  await nameDevice(deviceId());
  await reload();
  void import("./tidying").then(({ tidy }) => tidy()).catch(() => {});
  nowThatItIsOpen();
}

/** Tries everything that is due; asked for while it runs, it runs once more. */
export const flushNow = rounds(async (force) => {
  try {
    // What sending needs is fetched once the first page stands.
    const { sendAs } = await import("./sending");
    await sendAs(author.value, force);
  } catch {
    // Not even that could be fetched: the next wake tries again.
  } finally {
    await reload();
  }
});

/** A thousand items that change one after another are read a few times, not a thousand. */
function reload(): Promise<void> {
  stale = true;
  reloading ??= read().finally(() => (reloading = null));
  return reloading;
}

async function read(): Promise<void> {
  while (stale) {
    stale = false;
    all.value = await items();
  }
  schedule();
}

function schedule(): void {
  clearTimeout(timer);
  const due = all.value.filter((item) => item.status === "waiting").map((item) => Math.max(item.next_at, item.held_until ?? 0));
  if (due.length) timer = setTimeout(() => void flushNow(), Math.max(500, Math.min(6e4, Math.min(...due) - Date.now())));
}
