/** Sends photos after their texts, one at a time, resumable at any byte, for as long as it takes. */
import { backoff, retryAfter } from "@/platform/backoff";
import type { SealedPhoto } from "./outbox";
import { arrived, duePhotos, nextDue, sha256Of, writePhoto, type Sent, type Upload } from "./photos-sealed";

/** All of it came and added up to something else: from the first byte again. */
const ANEW = "upload.hash_differs";
/** 409 and 460: the two sides disagree about the bytes so far, and ask each other again. */
const RETRIED = new Set([0, 408, 409, 423, 425, 429, 460]);
let running = false;
let again = false;
let timer: ReturnType<typeof setTimeout> | undefined;

export async function sendPhotos(author: string | null, force = false, upload?: Upload): Promise<void> {
  again = true;
  if (running || author === null) return;
  running = true;
  try {
    const send = upload ?? (await import("./photos-upload")).uploadByTus;
    while (again) {
      again = false;
      if (!globalThis.navigator?.locks) await sendDue(author, force, send);
      else await navigator.locks.request("photo-sender", () => sendDue(author, force, send));
    }
  } finally {
    running = false;
    await comeBack(author);
  }
}

async function comeBack(author: string): Promise<void> {
  clearTimeout(timer);
  const due = await nextDue(author);
  if (due !== null) timer = setTimeout(() => void sendPhotos(author), Math.max(1_000, due - Date.now()));
}

async function sendDue(author: string, force: boolean, upload: Upload): Promise<void> {
  for (const photo of await duePhotos(author, force ? Infinity : Date.now())) {
    // Without an answer or a session the next one would fare no better.
    if (!(await attempt(photo, upload))) return;
  }
}

async function attempt(photo: SealedPhoto, upload: Upload): Promise<boolean> {
  // Some browsers have lost the bytes behind a blob: the person is told, and nothing else is sent in its place.
  if (!photo.bytes || (await sha256Of(photo.bytes).catch(() => "")) !== photo.sha256) {
    await writePhoto({ ...photo, status: "missing" });
    return true;
  }
  let known = photo;
  const note = async (progress: Partial<SealedPhoto>) => writePhoto((known = { ...known, ...progress }));
  const sent = await upload(photo, note).catch((): Sent => ({ ok: false, status: 0, code: "network", detail: "", retry_after: null }));
  if (sent.ok) await arrived(known);
  else await writePhoto(after(known, sent, Date.now()));
  return sent.ok || !(sent.status === 0 || sent.status === 401);
}

/** What a failed attempt means for a photo; only the server's own word refuses it. */
export function after(photo: SealedPhoto, sent: Exclude<Sent, { ok: true }>, now: number): SealedPhoto {
  const { status, code, detail } = sent;
  if (code === ANEW) return after({ ...photo, upload_url: undefined, sent_bytes: 0 }, { ...sent, code: "" }, now);
  // What speaks of no photo (a proxy, an older server) says nothing about this one.
  const isAboutIt = code.startsWith("upload.") || code === "actor.forbidden";
  if (status === 401 || status >= 500 || RETRIED.has(status) || !isAboutIt) {
    const tries = photo.tries + 1;
    return { ...photo, tries, next_at: now + (retryAfter(sent.retry_after, now) ?? backoff(tries)) };
  }
  return { ...photo, status: "refused", problem: { status, code, detail } };
}
