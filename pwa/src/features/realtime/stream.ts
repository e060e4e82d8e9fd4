/** The live stream of hints; missing one loses nothing, because every reconnect pulls again. */
import { outbox } from "@/offline/outbox-store";
import { authorizedFetch } from "@/platform/api";
import { backoff } from "@/platform/backoff";
import { onWake } from "@/platform/wake";
import { pull, streamState } from "./hints";
import { sseReader, type ServerEvent } from "./sse";

// The server pings every 15 s; three missed pings mean a dead connection.
const SILENCE_MS = 45_000;
// The server lost count of what was missed; or something waits for this person without a name.
const FOR_ALL = new Set(["resync", "message.waiting"]);

let stop: AbortController | null = null;
let wake: (() => void) | null = null;
let lastId: string | null = null;

export function startStream(): void {
  if (stop) return;
  stop = new AbortController();
  void run(stop.signal);
}

export function stopStream(): void {
  stop?.abort();
  stop = null;
  lastId = null;
  streamState.value = "off";
}

onWake(() => wake?.());

async function run(signal: AbortSignal): Promise<void> {
  let tries = 0;
  let first = true;
  while (!signal.aborted) {
    try {
      await listen(signal, () => {
        tries = 0;
        streamState.value = "live";
        if (!first) pull("");
        first = false;
      });
    } catch {
      // A cut line and a refused one are answered alike: wait, then try again.
    }
    if (signal.aborted) return;
    streamState.value = "reconnecting";
    await pause(backoff(++tries, { base: 1_000, limit: 30_000 }));
  }
}

async function listen(signal: AbortSignal, opened: () => void): Promise<void> {
  const quiet = new AbortController();
  let timer = setTimeout(() => quiet.abort(), SILENCE_MS);
  const headers: Record<string, string> = { Accept: "text/event-stream", "X-No-Timeout": "1" };
  if (lastId) headers["Last-Event-ID"] = lastId;
  const request = new Request(`${location.origin}/api/stream`, { headers, signal: AbortSignal.any([signal, quiet.signal]) });
  try {
    const response = await authorizedFetch(request);
    if (!response.ok || !response.body) throw new Error(`stream ${response.status}`);
    opened();
    const read = sseReader(receive);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer);
      timer = setTimeout(() => quiet.abort(), SILENCE_MS);
      read(part.value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function receive(event: ServerEvent): void {
  if (event.id) lastId = event.id;
  if (event.event !== "hint") return;
  try {
    const { kind = "", id } = JSON.parse(event.data) as { kind?: string; id?: string };
    // What this phone said itself it knows; on the person's other devices it is news.
    if (kind === "order.mine" && outbox.value.some((item) => item.status === "delivered" && item.body.includes(id ?? ""))) return;
    pull(FOR_ALL.has(kind) ? "" : kind);
  } catch {
    pull("");
  }
}


function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      wake = null;
      resolve();
    }
    wake = done;
  });
}
