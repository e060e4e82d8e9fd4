/** Photos shared from another app: kept on the phone, then the page that shows them is opened. */
import { keepPhotos, type Outcome } from "@/offline/photos";
import { kept } from "@/offline/read-db";
import { worker } from "./scope";

/** As the manifest's share target names it. */
const ACTION = "/report/photos";
const FIELD = "photos";

/** The one write that the worker answers; every other is left to the network. */
export function fromShare(request: Request): Promise<Response> | null {
  const url = new URL(request.url);
  if (request.method !== "POST" || url.origin !== worker.location.origin || url.pathname !== ACTION) return null;
  return take(request).catch(() => ({ kept: 0, refused: { no_room: 1 } }) as Outcome).then(shown);
}

async function take(request: Request): Promise<Outcome> {
  const form = await request.formData();
  const me = await kept<{ id: string }>("me").catch(() => undefined);
  return keepPhotos(form.getAll(FIELD).filter((part): part is File => part instanceof File), me?.id ?? null);
}

/** 303: a reload of the page must not share again. */
function shown(outcome: Outcome): Response {
  const query = new URLSearchParams({ kept: String(outcome.kept) });
  for (const [reason, count] of Object.entries(outcome.refused)) query.set(reason, String(count));
  return Response.redirect(`${worker.location.origin}${ACTION}?${query}`, 303);
}
