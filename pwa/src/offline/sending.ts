/** Sends as one person: the texts first, then the photos of those that have arrived. */
import { authorizedFetch } from "@/platform/api";
import { networkProblem } from "@/platform/problem";
import { freshBearer, sessionState } from "@/platform/session";
import { postBySession, postByToken } from "./deliver";
import { isTaken, items, photosLeft, type Item } from "./outbox";
import { flush, type Force, type Reply } from "./sender";

export async function sendAs(author: string | null, force: Force): Promise<void> {
  await flush((item) => deliver(item, author), { force });
  const waits = (item: Item) => isTaken(item) && isMine(item, author) && photosLeft(item) > 0;
  // What a photo needs to travel is fetched with the first one; no answer waits for it.
  if ((await items()).some(waits)) void import("./photos-sender").then(({ sendPhotos }) => sendPhotos(author, Boolean(force))).catch(() => {});
}

// Items belong to the person who made them: never sent under somebody else's session.
const isMine = (item: Item, author: string | null) => author !== null && item.author === author;

async function deliver(item: Item, author: string | null): Promise<Reply | null> {
  const mine = isMine(item, author);
  if (mine && (await freshBearer())) {
    const reply = await postBySession(item, authorizedFetch);
    if (reply.status !== 401) return reply;
  }
  const reply = await postByToken(item);
  if (!reply && mine && sessionState.value !== "expired") throw networkProblem();
  return reply;
}
