/** A list on its way into the register: sent, watched while the server reads and judges it, taken in or let go. */
import { computed, onUnmounted, ref } from "vue";
import { language } from "@/i18n";
import { api, authorizedFetch, named, take } from "@/platform/api";
import { networkProblem, problemFrom } from "@/platform/problem";
import type { RegisterLine, RegisterList } from "@/platform/shapes";
import { told } from "@/platform/told";
import { uuid7 } from "@/platform/uuid7";
import { fetchTo } from "./register";

export type Verdict = "new" | "changed" | "same" | "similar" | "duplicate" | "refused";
export const VERDICTS: Verdict[] = ["new", "changed", "similar", "duplicate", "refused", "same"];
export const MOST_BYTES = 64 * 1024 * 1024;
const RUNNING = ["reading", "judging", "taking_in"];
const SOON_MS = 700;
const LATER_MS = 3_000;

const address = (list: RegisterList) => ({ path: { import_id: list.id } });

/** What runs is looked at again and again; `act` shows that something is under way and says what went wrong. */
function useAct() {
  const error = ref("");
  const busy = ref(false);
  async function act(what: () => Promise<void>): Promise<void> {
    busy.value = true;
    error.value = "";
    try {
      await what();
    } catch (problem) {
      error.value = told(problem);
    } finally {
      busy.value = false;
    }
  }
  return { error, busy, act };
}

/** A list of the server while it works on it; a bad line only makes the looking slower. */
function useWatched() {
  const list = ref<RegisterList | null>(null);
  const running = computed(() => list.value !== null && RUNNING.includes(list.value.state));
  let timer: ReturnType<typeof setTimeout> | undefined;
  onUnmounted(() => clearTimeout(timer));

  async function watch(id: string): Promise<void> {
    clearTimeout(timer);
    let wait = SOON_MS;
    try {
      list.value = await take(api.GET("/api/volunteers/imports/{import_id}", { params: { path: { import_id: id } } }));
    } catch {
      wait = LATER_MS;
    }
    if (running.value) timer = setTimeout(() => void watch(id), wait);
  }
  return { list, running, watch };
}

export function useList() {
  const { error, busy, act } = useAct();
  const { list, running, watch } = useWatched();
  const earlier = ref<RegisterList[]>([]);
  /** Who comes in: the similar ones as well, whatever is decided about them. */
  const wanted = computed(() => (list.value ? list.value.counts.new! + list.value.counts.changed! + list.value.counts.similar! : 0));

  /** What was sent before; what still waits for a word is opened at once. */
  async function open(): Promise<void> {
    try {
      earlier.value = (await take(api.GET("/api/volunteers/imports", { params: { query: { limit: 10 } } }))).items;
    } catch (problem) {
      error.value = told(problem);
    }
    const waits = earlier.value.find((one) => one.state !== "taken_in" && one.state !== "failed");
    // A file that was chosen in the meantime is what the person wants to see.
    if (waits && !list.value && !busy.value) await watch(waits.id);
  }
  const send = (file: File) => act(async () => watch(await sent(file)));
  const takeIn = (similar: "apart" | "same") => act(async () => {
    const params = { ...address(list.value!), header: named() };
    list.value = await take(api.POST("/api/volunteers/imports/{import_id}/take-in", { params, body: { similar } }));
    await watch(list.value.id);
  });
  const forget = () => act(async () => {
    await take(api.DELETE("/api/volunteers/imports/{import_id}", { params: { ...address(list.value!), header: named() } }));
    earlier.value = earlier.value.filter((one) => one.id !== list.value?.id);
    list.value = null;
  });
  const report = () => act(() => fetchTo(`/api/volunteers/imports/${list.value!.id}/report.csv?language=${language.value === "en" ? "en" : "zh"}`, "import-report.csv"));

  return { list, earlier, error, busy, running, wanted, open, send, takeIn, forget, report };
}

/** Its id. As long as it takes: a large one on a slow line. */
async function sent(file: File): Promise<string> {
  const id = uuid7();
  const there = `/api/volunteers/imports?id=${id}&name=${encodeURIComponent(file.name.slice(0, 200))}`;
  const headers = { "Content-Type": "application/octet-stream", "X-No-Timeout": "1" };
  const response = await authorizedFetch(new Request(there, { method: "POST", body: file, headers })).catch(() => {
    throw networkProblem();
  });
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => null));
  return id;
}

export async function linesOf(import_id: string, verdict: Verdict, cursor?: string): Promise<{ items: RegisterLine[]; next_cursor: string | null }> {
  return take(api.GET("/api/volunteers/imports/{import_id}/lines", { params: { path: { import_id }, query: { verdict, cursor, limit: 50 } } }));
}
